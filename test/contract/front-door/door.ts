import type http from 'node:http';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { agentResources, type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { type Reply, send } from '../../kit/send';

export interface Door {
  readonly emulator: Emulator;
  /** What the emulator logged. */
  readonly errors: string[];
  send(path: string, options?: http.RequestOptions, body?: string): Promise<Reply>;
  /** Whether it still answers. */
  isWell(): Promise<boolean>;
}

/** An emulator of one agent, called Desk, for the tests of one file. */
export function emulatorDoor(): Door {
  let app: HandMadeApp;
  let emulator: Emulator;
  const errors: string[] = [];
  beforeAll(async () => {
    app = handMadeApp(agentResources('Desk', {}));
    emulator = await createEmulator({ assembly: app.folder, log: ({ text }) => errors.push(text) });
  });
  afterAll(async () => {
    await emulator.close();
    app.remove();
  });
  return {
    get emulator() {
      return emulator;
    },
    errors,
    send: (path, options, body) => send(emulator, path, options, body),
    async isWell() {
      const response = await fetch(`${emulator.endpoint}/_outcrop/emulator`);
      return response.ok;
    },
  };
}

export const portOf = ({ endpoint }: { endpoint: string }) => Number(new URL(endpoint).port);

export const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
