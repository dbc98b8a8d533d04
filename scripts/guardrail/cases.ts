import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod/mini';
import { CommandError } from '../cli/errors';

const guardrailCase = z.strictObject({
  id: z.string(),
  source: z.enum(['INPUT', 'OUTPUT']),
  language: z.string(),
  text: z.string(),
  /** How the text hides what it says. */
  obfuscation: z.optional(z.string()),
  groundingSource: z.optional(z.string()),
  query: z.optional(z.string()),
  expect: z.strictObject({
    action: z.enum(['BLOCK', 'MASK', 'PASS']),
    policies: z.array(z.string()),
    /** Policies whose detection is as right as its absence. */
    either: z.optional(z.array(z.string())),
    masked: z.optional(z.string()),
  }),
});

/** What is said, and what the guardrail should do with it. */
export type GuardrailCase = z.output<typeof guardrailCase>;

/** The parts that are measured apart: by the first, rules were chosen; by the second, never. */
export const parts = ['tuning', 'held-out'] as const;
export type Part = (typeof parts)[number];

/** The cases of one part, a JSON object a line. Throws CommandError, naming file and line. */
export function readCases(folder: string, part: Part): GuardrailCase[] {
  const file = path.join(folder, `${part}.jsonl`);
  return readLines(file).flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, file, index + 1)]));
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (cause) {
    throw new CommandError({
      code: 'NO_CASES',
      message: `${file} can't be read: ${(cause as Error).message}`,
      hint: `--cases takes a folder with ${parts.map((part) => `${part}.jsonl`).join(' and ')}`,
      cause,
    });
  }
}

function parse(line: string, file: string, number: number): GuardrailCase {
  const broken = (message: string) =>
    new CommandError({
      code: 'BROKEN_CASE',
      message: `${file}:${number}: ${message}`,
      hint: 'guardrail/README.md says what a line has',
    });
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw broken((error as Error).message);
  }
  const result = z.safeParse(guardrailCase, json);
  if (!result.success) throw broken(z.prettifyError(result.error));
  return result.data;
}
