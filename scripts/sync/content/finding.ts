/** Something about one file of the documents' folder. */
export interface Finding {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  /** A refused file would be skipped or spoil its neighbours; a warning is told and changes nothing. */
  readonly level: 'refused' | 'warning';
  /** What is wrong, and what mends it. */
  readonly reason: string;
}

export const refused = (file: string, reason: string): Finding => ({ file, level: 'refused', reason });
export const warning = (file: string, reason: string): Finding => ({ file, level: 'warning', reason });
