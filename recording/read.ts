import { readFileSync } from 'node:fs';
import * as z from 'zod';
import {
  formatVersion,
  type Header,
  type Line,
  lineSchemas,
  type RecordedAction,
  type RecordedDecision,
  type RecordedEvent,
  type RecordedFailure,
  type RecordedRequest,
  type Row,
} from './format';
import { migrate } from './migrate';

/** One InvokeAgent, with what happened in it in the sequence in which it happened. */
export interface RecordedTurn {
  readonly request: RecordedRequest;
  readonly events: readonly RecordedEvent[];
  readonly actions: readonly RecordedAction[];
  readonly decisions: readonly RecordedDecision[];
  readonly failure?: RecordedFailure;
  /** False when the recording was cut off within it. */
  readonly ended: boolean;
}

export interface Recording {
  readonly header: Header;
  /** Items of tables as they were before the conversation touched them. */
  readonly rows: readonly Row[];
  readonly turns: readonly RecordedTurn[];
  /** Present when the recording has no proper end: where it was cut off, as a sentence. */
  readonly cut?: string;
}

/** A file that is no recording, by line. What a crash cuts off is no such error. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Reads a file. Throws RecordingError, which names file, line and field. */
export function readRecording(file: string): Recording {
  return parseRecording(readFileSync(file, 'utf8'), file);
}

/** Reads a recording's text. Whatever follows a line that was cut off in the middle is not there. */
export function parseRecording(text: string, name = 'the recording'): Recording {
  const complete = text.endsWith('\n');
  // Some editors put a mark before the first line.
  const texts = text.replace(/^\uFEFF/, '').split('\n');
  // Behind the last line's end there is nothing, or half a line.
  const half = texts.pop() ?? '';
  if (texts.length === 0) {
    throw new RecordingError(`${name}:1: ${beginning}: it has no whole line, as when it was cut off at once`);
  }
  const values = texts.map((line, index) => parse(line, `${name}:${index + 1}`));
  const version = versionOf(values[0], name);
  const lines = values.flatMap((value, index) => {
    const at = `${name}:${index + 1}`;
    return migrate(value, version).map((line) => check(line, at));
  });
  const [header, ...rest] = lines;
  if (header?.type !== 'recording') throw new Error('A header that has a version is a header');
  const turns = turnsOf(rest, name);
  const cut = cutOf(rest, turns, { complete, half, lines: values.length });
  return { header, rows: rest.filter((line) => line.type === 'row'), turns, ...(cut && { cut }) };
}

const beginning = `a recording begins with {"type":"recording","version":${formatVersion},…}`;

function versionOf(header: object | undefined, name: string): number {
  const { type, version } = (header ?? {}) as { readonly type?: unknown; readonly version?: unknown };
  if (type !== 'recording' || typeof version !== 'number') {
    throw new RecordingError(`${name}:1: ${beginning}`);
  }
  if (version >= 1 && version <= formatVersion) return version;
  throw new RecordingError(
    `${name}:1: version is ${version}; this reader knows versions 1 to ${formatVersion}`,
  );
}

function check(value: object, at: string): Line {
  const { type } = value as { readonly type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(lineSchemas, type)) {
    const types = Object.keys(lineSchemas).join(', ');
    throw new RecordingError(`${at}: type is ${JSON.stringify(type)}; the types of lines are ${types}`);
  }
  const result = z.safeParse(lineSchemas[type as keyof typeof lineSchemas], value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RecordingError(`${at}: ${issue?.path.join('.') || type}: ${issue?.message}`);
}

function parse(text: string, at: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // said below
  }
  throw new RecordingError(`${at}: a line is one JSON object`);
}

function turnsOf(lines: readonly Line[], name: string): RecordedTurn[] {
  const turns: {
    request: RecordedRequest;
    events: RecordedEvent[];
    actions: RecordedAction[];
    decisions: RecordedDecision[];
    failure?: RecordedFailure;
    ended: boolean;
  }[] = [];
  for (const [index, line] of lines.entries()) {
    const at = `${name}:${index + 2}`;
    if (line.type === 'row') continue;
    if (line.type === 'recording') throw new RecordingError(`${at}: a recording has one header`);
    if (line.type === 'close') {
      if (index < lines.length - 1) throw new RecordingError(`${at}: nothing follows the line close`);
      continue;
    }
    if (line.type === 'request') {
      if (line.turn !== turns.length + 1) {
        throw new RecordingError(`${at}: turn is ${line.turn}, and turn ${turns.length + 1} comes next`);
      }
      turns.push({ request: line, events: [], actions: [], decisions: [], ended: false });
      continue;
    }
    const current = turns[line.turn - 1];
    if (!current) throw new RecordingError(`${at}: turn ${line.turn} has no request before it`);
    if (line.type === 'event') current.events.push(line);
    else if (line.type === 'action') current.actions.push(line);
    else if (line.type === 'decision') current.decisions.push(line);
    else if (line.type === 'failure') current.failure = line;
    else current.ended = true;
  }
  return turns;
}

function cutOf(
  lines: readonly Line[],
  turns: readonly RecordedTurn[],
  { complete, half, lines: count }: { complete: boolean; half: string; lines: number },
): string | undefined {
  if (!complete && half !== '') return `Cut off in the middle of line ${count + 1}`;
  if (lines.at(-1)?.type === 'close') return undefined;
  const open = turns.findIndex(({ ended }) => !ended);
  return open < 0 ? `Cut off after line ${count}` : `Cut off after line ${count}, in turn ${open + 1}`;
}
