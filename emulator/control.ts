import type { EmulatorDescription } from './state/emulator-file';

export interface ControlProps {
  readonly describe: () => EmulatorDescription;
  readonly reload: (assembly: string) => Promise<void>;
}

/** The emulator's own requests, below `/_outcrop/`. Undefined for one that it does not have. */
export type Control = (name: string, body: Uint8Array) => Promise<object | undefined>;

export const controlOf =
  ({ describe, reload }: ControlProps): Control =>
  async (name, body) => {
    if (name === 'emulator') return describe();
    if (name !== 'reload') return undefined;
    const { assembly } = JSON.parse(Buffer.from(body).toString()) as { assembly?: unknown };
    if (typeof assembly === 'string' && assembly !== describe().assembly) await reload(assembly);
    return describe();
  };
