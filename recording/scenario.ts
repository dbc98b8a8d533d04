import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';

const text = z.string().min(1);
const texts = z.array(text).min(1);
const attributes = z.record(text, z.string());

/** A call of an operation; what is left out may be anything. */
const call = z.strictObject({
  operationId: text,
  actionGroup: text.optional(),
  /** Arguments by name, as the strings that Bedrock sends; further ones may be there. */
  arguments: z.record(text, z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
  httpStatusCode: z.int().min(100).max(599).optional(),
});

const answer = z.strictObject({
  /** Texts that are in the answer, in any case of letters. */
  contains: texts.optional(),
  /** Texts that are not. */
  lacks: texts.optional(),
  /** Regular expressions. */
  matches: z.array(text.refine(isExpression, 'is no regular expression')).min(1).optional(),
});

const expectation = z.strictObject({
  /** Exactly these calls in this sequence; an empty list is none. */
  calls: z.array(call).optional(),
  /** Calls of which none is made. */
  forbidden: z.array(call).optional(),
  /** What is put to the user before it runs, as in `calls`. */
  confirmations: z.array(call).optional(),
  /** Documents that the answer cites: the end of their location, such as `returns.md`; an empty list is none. */
  citations: z.array(text).optional(),
  answer: answer.optional(),
  /** What only a reader can decide, each as a sentence about the answer. */
  judge: texts.optional(),
  /** The turn fails with an exception of this name. */
  error: text.optional(),
});

const choice = z.enum(['yes', 'no', 'leave']);

const turn = z.strictObject({
  inputText: text,
  /** How actions that ask are answered, one after the other, the last one for all further ones; `leave` if not given. */
  confirm: z
    .union(
      [choice.transform((one) => [one]), z.array(choice).min(1)],
      'is yes, no or leave, or a list of them',
    )
    .optional(),
  sessionAttributes: attributes.optional(),
  promptSessionAttributes: attributes.optional(),
  endSession: z.boolean().optional(),
  expect: expectation.optional(),
});

const scenarioSchema = z
  .strictObject({
    description: text,
    sessionAttributes: attributes.optional(),
    promptSessionAttributes: attributes.optional(),
    turns: z.array(turn).min(1),
    /** Over all turns. */
    forbidden: z.array(call).optional(),
    /** Names of fields of answers that differ each time, beside those of agent.config.ts. */
    volatile: texts.optional(),
    /** The most that all turns together may use. */
    budget: z
      .strictObject({
        inputTokens: z.int().min(0).optional(),
        outputTokens: z.int().min(0).optional(),
        usd: z.number().min(0).optional(),
        /** What the model costs in USD, without which money is not counted. */
        price: z
          .strictObject({ per1000InputTokens: z.number().min(0), per1000OutputTokens: z.number().min(0) })
          .optional(),
      })
      .optional(),
    /** Of so many runs so many have to pass; one of one if not given. */
    passRate: z
      .strictObject({ runs: z.int().min(1).max(100), atLeast: z.int().min(1) })
      .refine(({ runs, atLeast }) => atLeast <= runs, 'atLeast is more than runs')
      .optional(),
  })
  .readonly();

export type Scenario = z.output<typeof scenarioSchema> & {
  /** The file's name without its ending. */
  readonly name: string;
};
export type ScenarioTurn = Scenario['turns'][number];
export type ExpectedCall = z.output<typeof call>;

/** A file that is no scenario; the message names file, line and field. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** Reads one scenario. Throws ScenarioError. */
export const readScenario = (file: string): Scenario => parseScenario(readFileSync(file, 'utf8'), file);

/** All scenarios of a folder and those below it, by name; or the one of a file. Throws ScenarioError. */
export function readScenarios(place: string): Scenario[] {
  if (!statSync(place).isDirectory()) return [readScenario(place)];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => readScenario(path.join(place, file)));
}

export function parseScenario(source: string, file: string): Scenario {
  const document = parseDocument(source);
  const [problem] = document.errors;
  if (problem) throw new ScenarioError(`${file}: ${problem.message}`);
  const result = scenarioSchema.safeParse(document.toJS());
  if (result.success) return { name: path.basename(file).replace(/\.ya?ml$/, ''), ...result.data };
  const [issue] = result.error.issues;
  const at = issue?.path ?? [];
  const node = document.getIn(at, true) as { readonly range?: readonly number[] } | undefined;
  const line = node?.range ? `:${source.slice(0, node.range[0]).split('\n').length}` : '';
  throw new ScenarioError(`${file}${line}: ${at.join('.') || 'the scenario'}: ${issue?.message}`);
}

function isExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
