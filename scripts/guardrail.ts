import * as path from 'node:path';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { guardrailApproximation } from '../emulator/bedrock-runtime/coverage';
import { defineCommand, start } from './cli/command';
import { CommandError, UsageError } from './cli/errors';
import { withProgress } from './cli/io';
import { placeOf, targetFlags } from './conversation/flags';
import { type Part, parts, readCases } from './guardrail/cases';
import { figuresOfPart, policiesIn } from './guardrail/figures';
import { type Judged, judge } from './guardrail/judge';
import { openGuardrail } from './guardrail/open-guardrail';
import { report, type Wrong } from './guardrail/report';
import { sweep } from './guardrail/sweep';
import { concurrently } from './sync/concurrently';

/** Few, because the account's quota of ApplyGuardrail is also that of its agents. */
const atOnce = 4;

export const guardrail = defineCommand({
  name: 'guardrail',
  summary:
    'Measures the guardrail with inputs to block, to mask and to let pass: precision and recall per policy.',
  positionals: 'test',
  flags: {
    ...targetFlags,
    stage: {
      ...targetFlags.stage,
      description: 'The deployed guardrail, not the laptop; each input is charged',
    },
    cases: { type: 'string', value: 'FOLDER', default: 'guardrail', description: 'The inputs' },
    sweep: { type: 'boolean', description: 'Also the figures at other strengths and thresholds' },
    'at-least': {
      type: 'string',
      value: 'SHARE',
      description: 'Exit 1 if precision or recall of the held-out inputs is less, for example 0.8',
    },
  },
  examples: [
    'npm run -s guardrail -- test',
    'npm run -s guardrail -- test --sweep',
    'npm run -s guardrail -- test --stage dev --at-least 0.9 --json',
  ],
  notes: [
    'The inputs are in two parts: tuning.jsonl, by which rules and thresholds are chosen, and held-out.jsonl, by which',
    'they never are. A policy is right in a case when it detects something exactly where it should. The laptop only',
    'approximates Bedrock: its figures tell whether a change made something worse, not how good the deployed one is.',
    '',
  ],
  async run({ flags, positionals, io, signal }) {
    if (positionals.length !== 1 || positionals[0] !== 'test') {
      throw new UsageError(
        positionals.length === 0
          ? 'What to do is missing'
          : `There is no guardrail ${positionals.join(' ')}; all it does is test`,
        'npm run -s guardrail -- test',
      );
    }
    const least = leastOf(flags['at-least']);
    const place = placeOf(flags);
    const folder = path.resolve(flags.cases);
    const cases = parts.map((part) => [part, readCases(folder, part)] as const);
    const target = await openGuardrail(place, io, signal);
    const { guardrailIdentifier, guardrailVersion } = target;
    const client = new BedrockRuntimeClient(target.client);
    const judged: Record<Part, Judged[]> = { tuning: [], 'held-out': [] };
    try {
      const work = cases.flatMap(([part, list]) => list.map((one, index) => ({ part, one, index })));
      await withProgress(io, `Applying the guardrail to ${work.length} inputs`, () =>
        concurrently(atOnce, work, async ({ part, one, index }) => {
          judged[part][index] = await judge(client, target, one, signal).catch((error: Error) => {
            if (signal.aborted) throw error;
            throw new CommandError({
              code: 'GUARDRAIL_FAILED',
              message: `${one.id}: ${error.name}: ${error.message}`,
              hint: 'Check that the caller may use bedrock:ApplyGuardrail and that the stack is deployed',
              cause: error,
            });
          });
        }),
      );
    } finally {
      client.destroy();
      await target.close();
    }
    const policies = policiesIn(parts.flatMap((part) => judged[part]));
    const result = {
      guardrailIdentifier,
      guardrailVersion,
      judgedBy:
        place.kind === 'stage'
          ? 'Amazon Bedrock'
          : `the emulator, which approximates: ${guardrailApproximation}`,
      parts: byPart((part) => figuresOfPart(judged[part], policies)),
      wrong: judged.tuning.flatMap(wrongIn),
      ...(flags.sweep && { sweep: byPart((part) => sweep(judged[part])) }),
    };
    const { precision, recall } = result.parts['held-out'].all;
    const enough = (precision ?? 1) >= least && (recall ?? 1) >= least;
    return { result, text: report(result), exitCode: enough ? 0 : 1 };
  },
});

const byPart = <T>(make: (part: Part) => T): Record<Part, T> => ({
  tuning: make('tuning'),
  'held-out': make('held-out'),
});

function leastOf(given: string | undefined): number {
  const least = Number(given ?? 0);
  if (given?.trim() !== '' && least >= 0 && least <= 1) return least;
  throw new UsageError(`--at-least ${given}: write a share from 0 to 1`, 'For example --at-least 0.8');
}

function wrongIn({ case: one, detected, action, output }: Judged): Wrong[] {
  const { policies, either = [], masked } = one.expect;
  const describe = (what: string, by: readonly string[], text?: string) =>
    [what, ...by, ...(text === undefined ? [] : [JSON.stringify(text)])].join(' ');
  const right =
    action === one.expect.action &&
    policies.every((policy) => detected.includes(policy)) &&
    detected.every((policy) => policies.includes(policy) || either.includes(policy)) &&
    (masked === undefined || output === masked);
  if (right) return [];
  return [
    {
      id: one.id,
      expected: describe(one.expect.action, policies, masked),
      was: describe(action, detected, output),
    },
  ];
}

if (require.main === module) start(guardrail);
