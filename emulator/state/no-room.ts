/** What LevelDB and the system say when there is no room, or not for a larger file. */
const said = /no space left|file too large|quota exceeded|ENOSPC|EFBIG|EDQUOT/i;

/** Whether an error, or one that caused it, is that the disk is full. */
export function hasNoRoom(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (said.test(`${(at as NodeJS.ErrnoException).code} ${at.message}`)) return true;
  }
  return false;
}

/** What a client is told of an error that is the emulator's own: nothing of the machine, but that its disk is full. */
export const failureTold = (error: unknown): string =>
  hasNoRoom(error)
    ? "There is no space left on the emulator's disk"
    : 'The emulator failed; its log says how';
