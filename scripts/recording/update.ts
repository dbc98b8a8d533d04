import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { formatVersion } from '../../recording/format';
import { migrate } from '../../recording/migrate';
import { readRecording } from '../../recording/read';
import type { Replayed } from './show-divergences';

/**
 * Writes a recording anew as the conversation goes now: whole where its decisions were replayed, else the functions'
 * answers alone. False when neither could run, or the recording lacks decisions for how it goes now.
 */
export function updateRecording({ file, outcomes }: Replayed): boolean {
  const decisions = outcomes.find(({ mode }) => mode === 'decisions');
  const missing = decisions?.divergences.some(({ kind }) => kind === 'missing decision');
  if (missing || outcomes.some(({ result }) => result === 'failed')) return false;
  const text = decisions?.lines
    ? withHeaderOf(file, decisions.lines)
    : withAnswers(file, outcomes.find(({ answers }) => answers)?.answers);
  if (text === undefined) return false;
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
  return true;
}

/** Header and end stay: what was asked and decided is as old as it was, and what was cut off is cut off still. */
function withHeaderOf(file: string, [, ...lines]: readonly string[]): string {
  const { header, turns } = readRecording(file);
  const recorded = turns[0]?.request.input.sessionId;
  const [request] = lines.filter((line) => line.startsWith('{"type":"request"'));
  const { sessionId } = (JSON.parse(request ?? '{}') as { input?: { sessionId?: string } }).input ?? {};
  const text = lines.filter((line) => !line.startsWith('{"type":"close"')).join('');
  const known = sessionId && typeof recorded === 'string' ? text.replaceAll(sessionId, recorded) : text;
  return `${JSON.stringify(header)}\n${known}${endOf(file, turns.filter(({ ended }) => ended).length)}`;
}

/** What follows so many turns that ended: the line that closes or, in place of it, a turn that was cut off. */
function endOf(file: string, ended: number): string {
  const texts = readFileSync(file, 'utf8').split('\n');
  const half = texts.pop() ?? '';
  const lines = texts.map((text) => JSON.parse(text) as { version?: number; type?: string; turn?: number });
  const end = lines
    .flatMap((line) => migrate(line, lines[0]?.version ?? formatVersion) as typeof lines)
    .filter(({ type, turn = 0 }) => type === 'close' || turn > ended);
  return end.map((line) => `${JSON.stringify(line)}\n`).join('') + half;
}

function withAnswers(file: string, answers: readonly string[] | undefined): string | undefined {
  if (!answers) return undefined;
  let next = 0;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .map((line, index) => {
      // Behind the last line's end there is nothing, or what was cut off.
      if (index === lines.length - 1 || !line.startsWith('{"type":"action"')) return line;
      const action = JSON.parse(line) as object;
      return JSON.stringify({ ...action, source: 'lambda', answer: answers[next++] });
    })
    .join('\n');
}
