import config from '../agent.config';
import { operationLookup } from '../client/operations';
import type { ScenarioOutcome } from '../evaluation/outcome';
import { totalUsage } from '../evaluation/outcome';
import { costOf } from '../evaluation/usage';
import { envelopeProblems } from '../schemas/problem';
import { defineCommand, start } from './cli/command';
import { counted } from './cli/counted';
import { withProgress } from './cli/io';
import { reportFile } from './cli/report-file';
import { judgeFor } from './evaluation/bedrock';
import { evaluate } from './evaluation/evaluate';
import { evaluationFlags, priceOf, runsOf } from './evaluation/flags';
import { htmlReport } from './evaluation/html-report';
import { junitReport } from './evaluation/junit-report';
import { refuseUnknownCalls } from './evaluation/known-calls';
import { openTarget } from './evaluation/open-target';
import { scenarioFolder, scenariosNamed } from './evaluation/read-scenarios';
import { textReport } from './evaluation/text-report';

export const evaluation = defineCommand({
  name: 'eval',
  summary: 'Asks the agent what scenarios ask, and holds calls, citations, answers and costs against them.',
  positionals: 'SCENARIO...',
  flags: evaluationFlags,
  examples: [
    'npm run -s eval',
    'npm run -s eval -- look-up cancel-denied --html report.html',
    'npm run -s eval -- --replay --junit report.xml',
    'npm run -s eval -- --stage dev --runs 3 --judge MODEL_ID',
  ],
  notes: [
    `A SCENARIO is a file or a folder, or the name of one in ${scenarioFolder}; without any, all of those run.`,
    'On the emulator each run begins with the seed of the tables. A deployed agent works on what is there, and',
    'what a scenario confirms is done. Exit code 1 when a scenario failed, or when none could be run; one that was',
    'not run, for example because --replay has no recording of it, counts neither as passed nor as failed.',
    '',
  ],
  async run({ flags, positionals, io, signal }) {
    const [runs, price] = [runsOf(flags), priceOf(flags)];
    const names = positionals.length > 0 ? positionals : [scenarioFolder];
    const scenarios = [...new Map(names.flatMap(scenariosNamed).map((one) => [one.name, one])).values()];
    refuseUnknownCalls(scenarios, config.actionGroups);
    const junit = flags.junit === undefined ? undefined : reportFile('--junit', flags.junit);
    const html = flags.html === undefined ? undefined : reportFile('--html', flags.html);
    const lookup = operationLookup(config.actionGroups, envelopeProblems);
    const target = await openTarget({ flags, runs, scenarios: scenarios.length, lookup, io, signal });
    const judge = flags.judge === undefined ? undefined : judgeFor(flags.judge, flags);
    const all: ScenarioOutcome[] = [];
    try {
      await withProgress(
        io,
        `Running ${counted(scenarios.length, 'scenario')} on ${target.name}`,
        async () => {
          for (const scenario of scenarios) {
            all.push(await evaluate(scenario, { target, judge: judge?.judge, price, signal }));
          }
        },
      );
    } finally {
      judge?.close();
      await target.close();
    }
    junit?.write(junitReport(all, target.name));
    html?.write(htmlReport(all, target.name, price));
    const usage = totalUsage(all);
    const count = (result: ScenarioOutcome['result']) => all.filter((one) => one.result === result).length;
    const result = {
      target: target.name,
      passed: count('passed'),
      failed: count('failed'),
      notChecked: count('not checked'),
      notRun: count('not run'),
      usage: { ...usage, usd: price && usage.unmeasured === 0 ? costOf(usage, price) : null },
      scenarios: all.map(({ scenario, ...outcome }) => ({ ...outcome, description: scenario.description })),
    };
    const exitCode = count('failed') > 0 || count('not run') === all.length ? 1 : 0;
    return { result, text: textReport(all, target.name, price), exitCode };
  },
});

if (require.main === module) start(evaluation);
