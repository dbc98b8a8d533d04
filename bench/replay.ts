import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import config from '../agent.config';
import { type AgentTarget, resolveTarget } from '../client/agent-target';
import { invokeAgent, type StreamObserver } from '../client/invoke-agent';
import { operationLookup } from '../client/operations';
import { openRecordingFile, type RecordingFile } from '../recording/file';
import { observe } from '../recording/observe';
import { type Recording, readRecording } from '../recording/read';
import { Recorder } from '../recording/recorder';
import { Redactor } from '../recording/redact/redactor';
import { openReplayer } from '../replay/replayer';
import { envelopeProblems } from '../schemas/problem';
import { median } from './measure';
import type { Section } from './results';
import { laptopAssembly } from './synth';
import { run } from './turns';

const inputText = config.laptop.samplePrompts[0];
const turnsOfRecording = 10;
const recordings = 100;
/** As the command has them. */
const workers = 2;
const lookup = operationLookup(config.actionGroups, envelopeProblems);

interface Sample {
  /** Median of the turns of one conversation. */
  readonly ms: number;
  /** Processor time of this process a turn: what else the machine does is not in it. */
  readonly cpuMs: number;
}

/** What recording adds to a turn, and how fast a thousand recorded turns are replayed. */
export async function benchReplay(): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-replay-'));
  try {
    const assembly = path.join(folder, 'assembly');
    await laptopAssembly(assembly);
    const cost = await costOfRecording(assembly, folder);
    const { rates, bytes } = await rateOfReplay(assembly, cost.files);
    const perSecond = (mode: keyof typeof rates) => median(rates[mode]).toFixed(0);
    const of = (part: keyof Sample) => ({
      plain: median(cost.plain.map((sample) => sample[part])),
      again: median(cost.again.map((sample) => sample[part])),
      recorded: median(cost.recorded.map((sample) => sample[part])),
    });
    const [wall, cpu] = [of('ms'), of('cpuMs')];
    const beside = ({ plain, again }: typeof wall) =>
      `a turn ${plain.toFixed(2)} ms; without recording against the same again ${(again - plain).toFixed(2)} ms`;
    return {
      title: 'Recording and replay',
      how: `Turns with one Lambda invocation and one table call, each with traces, the emulator in another process. Recording: ${recordings} rounds of ${turnsOfRecording} turns without, without once more, and with recording and redaction, in this sequence. Replay: ${recordings} recordings of ${turnsOfRecording} turns, ${workers} at a time, three times.`,
      rows: [
        {
          what: 'recording adds to a turn',
          measured: `${(wall.recorded - wall.plain).toFixed(2)} ms`,
          beside: beside(wall),
          goal: 'under 0.5 ms',
          reached: wall.recorded - wall.plain < 0.5,
        },
        {
          what: 'the same in processor time of the client',
          measured: `${(cpu.recorded - cpu.plain).toFixed(2)} ms`,
          beside: beside(cpu),
        },
        {
          what: 'turns a second, handlers',
          measured: perSecond('handlers'),
          beside: `${(bytes / 1024).toFixed(1)} KB a turn`,
          goal: 'over 500',
          reached: median(rates.handlers) > 500,
        },
        {
          what: 'turns a second, decisions',
          measured: perSecond('decisions'),
          goal: 'over 100',
          reached: median(rates.decisions) > 100,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function costOfRecording(assembly: string, folder: string) {
  const emulator = await run(assembly, path.join(folder, 'state'));
  try {
    const { env, ids } = emulator.ready;
    const endpoint = env.AWS_ENDPOINT_URL ?? '';
    const target = await resolveTarget({ endpoint, ids });
    const plain: Sample[] = [];
    const again: Sample[] = [];
    const recorded: Sample[] = [];
    const files: string[] = [];
    const conversation = async (name: string, observer?: StreamObserver) => {
      const times: number[] = [];
      const cpu = process.cpuUsage();
      for (let turn = 0; turn < turnsOfRecording; turn++) {
        const before = performance.now();
        await ask(target, name, observer);
        times.push(performance.now() - before);
      }
      const { user, system } = process.cpuUsage(cpu);
      return { ms: median(times), cpuMs: (user + system) / 1000 / turnsOfRecording };
    };
    const recording = async (name: string) => {
      const file = path.join(folder, `${name}.jsonl`);
      const opened = openRecordingFile(file);
      const { observer, close } = await observe(recorderInto(opened, target), {
        endpoint,
        sessionId: name,
      });
      const time = await conversation(name, observer);
      close();
      opened.close();
      files.push(file);
      return time;
    };
    // Until everything is loaded and warm.
    for (let round = 0; round < 5; round++) {
      await conversation(`warm-${round}`);
      await recording(`warm-recorded-${round}`);
    }
    files.length = 0;
    for (let round = 0; round < recordings; round++) {
      plain.push(await conversation(`plain-${round}`));
      again.push(await conversation(`again-${round}`));
      recorded.push(await recording(`recorded-${round}`));
    }
    return { plain, again, recorded, files: files };
  } finally {
    await emulator.close();
  }
}

async function ask(target: AgentTarget, sessionId: string, observer?: StreamObserver): Promise<void> {
  const { sessionAttributes = {} } = config.laptop;
  const request = { inputText, sessionId, sessionState: { sessionAttributes } };
  let text = '';
  for await (const event of invokeAgent(target, request, { lookup, ...(observer && { observer }) })) {
    if (event.type === 'text') text += event.text;
  }
  if (text === '') throw new Error('The agent answered nothing');
}

const recorderInto = (
  { write, later, rewrite }: RecordingFile,
  { agentId, agentAliasId }: AgentTarget,
): Recorder =>
  new Recorder({
    header: {
      origin: 'recorded',
      source: 'npm run bench',
      scenario: null,
      recordedAt: new Date().toISOString(),
      place: 'laptop',
      region: 'us-east-1',
      agent: { agentId, agentAliasId, agentVersion: null },
      fingerprint: null,
      volatile: [],
    },
    write,
    defer: later,
    redaction: {
      redactor: new Redactor('a key of the benchmark', [{ name: 'number', pattern: '[A-Z]{3}-\\d{6}' }]),
      rewrite,
    },
    now: () => performance.now(),
    toolName: (group, verb, apiPath) => `${group}__${lookup(group, verb, apiPath)?.operationId}`,
  });

async function rateOfReplay(assembly: string, files: readonly string[]) {
  const all: Recording[] = files.map(readRecording);
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const replayer = await openReplayer({ assembly, workers });
  const rates = { handlers: [] as number[], decisions: [] as number[] };
  try {
    for (let round = 0; round < 4; round++) {
      for (const mode of ['handlers', 'decisions'] as const) {
        const before = performance.now();
        const replayed = all.map(async (recording) => {
          const { result, why } = await replayer.replay(recording, mode);
          if (result !== 'same') throw new Error(`A recording of this run is ${result}: ${why ?? ''}`);
        });
        await Promise.all(replayed);
        const seconds = (performance.now() - before) / 1000;
        // The first round is to warm up.
        if (round > 0) rates[mode].push((all.length * turnsOfRecording) / seconds);
      }
    }
  } finally {
    await replayer.close();
  }
  return { rates, bytes: size / (files.length * turnsOfRecording) };
}
