import type { OperationLookup } from '../../client/operations';
import { ratesOf } from '../../evaluation/outcome';
import { UsageError } from '../cli/errors';
import type { Io } from '../cli/io';
import { type Place, placeOf as placeOfFlags } from '../conversation/flags';
import { openAgent } from '../conversation/open-agent';
import { askConsent } from '../stack/ask';
import { identify, placeOf } from '../stack/identity';
import { bedrockModel } from './bedrock';
import { emulatorTarget } from './emulator-target';
import type { EvaluationFlags } from './flags';
import { observeScenario } from './observe-scenario';
import { replayTarget } from './replay-target';
import type { EvaluationTarget } from './target';

export interface OpenTargetProps {
  readonly flags: EvaluationFlags;
  readonly runs: number | undefined;
  /** How many of them there are, for the question whether it is meant so. */
  readonly scenarios: number;
  readonly lookup: OperationLookup;
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** Where the flags want scenarios to run. Throws UsageError for flags that contradict one another. */
export async function openTarget(props: OpenTargetProps): Promise<EvaluationTarget> {
  const { flags, runs, lookup, io, signal } = props;
  const place = placeOfAll(flags);
  await consent(props, place);
  if (flags.replay) {
    return replayTarget({ io, signal, lookup, folder: flags.recordings ?? 'test/recordings' });
  }
  if (place.kind !== 'laptop') return remoteTarget(props, place);
  const common = { io, signal, lookup, ...(runs !== undefined && { runs }) };
  if (flags.model === undefined) return emulatorTarget(common);
  const model = bedrockModel(flags.model, flags);
  const target = await emulatorTarget({ ...common, model: { name: flags.model, modelFor: model.modelFor } });
  return {
    ...target,
    async close() {
      await target.close();
      model.close();
    },
  };
}

/** An agent that is there already, with whatever its tables hold. */
async function remoteTarget(
  { runs, lookup, io, signal }: OpenTargetProps,
  place: Place,
): Promise<EvaluationTarget> {
  const { target, name, close } = await openAgent(place, io, signal);
  return {
    name,
    plan(scenario) {
      const rates = ratesOf(scenario, runs);
      const attempt = () => observeScenario({ scenario, target, lookup, signal });
      return { attempts: Array.from({ length: rates.runs }, () => attempt), atLeast: rates.atLeast };
    },
    close,
  };
}

function placeOfAll(flags: EvaluationFlags): Place {
  const { stage, endpoint, replay, model, judge, recordings, profile, region } = flags;
  const places = [
    ['--replay', replay ? true : undefined],
    ['--stage', stage],
    ['--endpoint', endpoint],
    ['--model', model],
  ].flatMap(([flag, value]) => (value === undefined ? [] : [String(flag)]));
  if (places.length > 1) {
    throw new UsageError(`${places.join(' and ')} are two agents: give one of them`);
  }
  if (recordings !== undefined && !replay) throw new UsageError('--recordings needs --replay');
  const usesAws = stage !== undefined || model !== undefined || judge !== undefined;
  if (!usesAws && (profile !== undefined || region !== undefined)) {
    const flag = profile === undefined ? '--region' : '--profile';
    throw new UsageError(`${flag} needs --stage, --model or --judge`);
  }
  // A profile for the judge alone says nothing about the agent.
  return placeOfFlags(stage === undefined ? { ...flags, profile: undefined, region: undefined } : flags);
}

/** What costs money, or changes what is there, is asked before. */
async function consent({ flags, scenarios, io }: OpenTargetProps, place: Place): Promise<void> {
  const { stage, model, judge, yes, profile, region } = flags;
  if (yes || (stage === undefined && model === undefined && judge === undefined)) return;
  const identity = await identify({
    stage: place.kind === 'stage' ? place.stage : 'dev',
    context: [],
    ...(profile && { profile }),
    ...(region && { region }),
  });
  const does = [
    ...(stage === undefined ? [] : [`asks the agent of stage ${stage}, whose tables it may change`]),
    ...(model === undefined ? [] : [`invokes ${model}`]),
    ...(judge === undefined ? [] : [`invokes ${judge}`]),
  ];
  await askConsent({
    io,
    yes,
    question: `This runs ${scenarios} scenarios, ${does.join(', ')} in ${placeOf(identity)}, and costs money. Go on?`,
    declined: 'Nothing was run',
  });
}
