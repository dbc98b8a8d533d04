import * as path from 'node:path';
import { BedrockAgentRuntimeClient, ThrottlingException } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Emulator } from '../../../emulator/create-emulator';
import type { Pace } from '../../../emulator/recorded/invoke-agent';
import { serveRecording } from '../../../emulator/recorded/serve-recording';
import { bytesOf, chunkIn } from '../../../recording/chunk';
import { parseRecording, type Recording, readRecording } from '../../../recording/read';
import { type AgentClient, clientConfig, clientOf } from '../../kit/agent/agent-client';

const read = (name: string) => readRecording(path.join(__dirname, '..', '..', 'recordings', `${name}.jsonl`));

async function withClient(
  recording: Recording,
  pace: Pace,
  use: (client: AgentClient) => Promise<void>,
): Promise<void> {
  const served = await serveRecording({ recording, pace });
  const config = clientConfig(served as unknown as Emulator, 'AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME');
  const client = clientOf(new BedrockAgentRuntimeClient({ ...config, maxAttempts: 1 }), served.ids);
  try {
    await use(client);
  } finally {
    client.close();
    await served.close();
  }
}

/** A recording of one turn with these lines. */
function parsed(...lines: readonly object[]): Recording {
  const all = [read('look-up').header, ...lines, { type: 'close', turns: 1, redacted: 0 }];
  return parseRecording(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

const answerOf = ({ events }: Recording['turns'][number]) =>
  Buffer.concat(events.map(({ event }) => bytesOf(chunkIn(event) ?? { text: '' }))).toString();

describe('a served recording', () => {
  it('gives the stock SDK every event again: chunks, traces with their times, returned control', async () => {
    const recording = read('cancel-confirmed');
    await withClient(recording, 'at once', async (client) => {
      for (const [index, { request, events }] of recording.turns.entries()) {
        const answered = await client.ask({ ...request.input, sessionId: 'another-session' });
        expect(answered.error).toBeUndefined();
        expect(answered.kinds).toEqual(events.flatMap(({ event }) => Object.keys(event)));
        expect(answered.text).toBe(answerOf(recording.turns[index] as Recording['turns'][number]));
        for (const trace of answered.traces) {
          expect(trace.eventTime).toBeInstanceOf(Date);
          expect(trace.sessionId).toBe('another-session');
        }
        const returned = events.find(({ event }) => 'returnControl' in event)?.event.returnControl;
        expect(answered.returnControl).toEqual(returned);
      }
    });
  });

  it('gives traces to those alone who ask for them', async () => {
    const recording = read('look-up');
    await withClient(recording, 'at once', async (client) => {
      const inputText = String(recording.turns[0]?.request.input.inputText);
      const { traces, text } = await client.ask({ inputText, sessionId: 's-2', enableTrace: false });
      expect({ traces, said: text.length > 0 }).toEqual({ traces: [], said: true });
    });
  });

  it('refuses what was not recorded: other words, and a turn too many', async () => {
    const recording = read('look-up');
    await withClient(recording, 'at once', async (client) => {
      const inputText = String(recording.turns[0]?.request.input.inputText);
      const other = await client.ask({ inputText: 'Something else', sessionId: 's-3' });
      expect(other.error).toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(
          /^Turn 1 of the recording asks ".*", and this request asks "Something else"$/,
        ),
      });
      expect((await client.ask({ inputText, sessionId: 's-3' })).error).toBeUndefined();
      const more = await client.ask({ inputText, sessionId: 's-3' });
      expect(more.error?.message).toBe('The recording has 1 turns, and this is request 2 of its session');
    });
  });

  it('ends with the recorded error in mid-stream, as the SDK types it', async () => {
    const recording = read('documented-throttled-in-stream');
    await withClient(recording, 'at once', async (client) => {
      const answered = await client.ask({ ...recording.turns[0]?.request.input, sessionId: 's-4' });
      expect(answered.traces.length).toBeGreaterThan(0);
      expect(answered.error).toBeInstanceOf(ThrottlingException);
    });
  });

  it('refuses before its stream begins, where that was recorded, with the recorded status', async () => {
    const at = { turn: 1, at: 0 };
    const error = { name: 'TeapotException', message: 'No coffee', httpStatusCode: 418 };
    const recording = parsed(
      { type: 'request', ...at, input: { inputText: 'Coffee', sessionId: 's-7' } },
      { type: 'failure', ...at, where: 'response', error },
      { type: 'end', ...at },
    );
    await withClient(recording, 'at once', async (client) => {
      const { error, kinds } = await client.ask({ inputText: 'Coffee', sessionId: 's-7' });
      expect(kinds).toEqual([]);
      expect(error).toMatchObject({
        name: 'TeapotException',
        message: 'No coffee',
        $metadata: { httpStatusCode: 418 },
      });
    });
  });

  it('comes at the recorded times, or at once', async () => {
    const pausing = (at: number) =>
      parsed(
        { type: 'request', turn: 1, at: 0, input: { inputText: 'Wait', sessionId: 's-5' } },
        { type: 'event', turn: 1, at: 0, event: { chunk: { text: 'One, ' } } },
        { type: 'event', turn: 1, at, event: { chunk: { text: 'two.' } } },
        { type: 'end', turn: 1, at },
      );
    const took = async (pace: Pace, pause: number) => {
      let ms = 0;
      await withClient(pausing(pause), pace, async (client) => {
        await client.ask({ inputText: 'Something else', sessionId: 'warm-up' });
        const before = performance.now();
        expect((await client.ask({ inputText: 'Wait', sessionId: 's-5' })).text).toBe('One, two.');
        ms = performance.now() - before;
      });
      return ms;
    };
    expect(await took('as recorded', 400)).toBeGreaterThan(395);
    // An hour would outlast the test.
    await took('at once', 3_600_000);
  });

  it('of a recording that was cut off ends with an error that says so', async () => {
    const whole = read('look-up');
    const [turn] = whole.turns;
    const { failure: _, ...open } = { failure: undefined, ...turn } as Recording['turns'][number];
    const recording = { ...whole, turns: [{ ...open, events: open.events.slice(0, 2), ended: false }] };
    await withClient(recording, 'at once', async (client) => {
      const { error } = await client.ask({ ...open.request.input, sessionId: 's-6' });
      expect(error?.message).toContain('cut off in this turn');
    });
  });
});
