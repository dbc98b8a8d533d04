import type { GuardrailTrace } from '@aws-sdk/client-bedrock-agent-runtime';
import { type Assessed, assess } from '../../guardrail/assess';
import { checkSize } from '../../guardrail/check-size';
import { type FoundGuardrail, findGuardrail } from '../../guardrail/definition/find-guardrail';
import type { CitedAnswer } from '../knowledge-base/cited-answer';
import { timing } from '../turn/trace';
import type { AgentEvent, Turn } from '../turn/turn';
import { agentAssessment } from './agent-assessment';
import { maskedAnswer } from './masked-answer';

/**
 * Looks at the user's text before any model does. Returns the message to answer instead when it is blocked; when it
 * is masked, nothing in the turn sees more than the masked text.
 */
export function* guardInput(turn: Turn): Generator<AgentEvent, string | undefined> {
  const guardrail = guardrailOf(turn);
  if (!guardrail) return undefined;
  const start = turn.props.services.clock.now();
  checkSize([turn.inputText]);
  const assessed = assess(guardrail.properties, { source: 'INPUT', texts: [turn.inputText] });
  yield* trace(turn, 'pre', assessed, start);
  if (assessed.action === 'BLOCKED') return guardrail.properties.BlockedInputMessaging;
  const [text = turn.inputText] = assessed.texts;
  if (text !== turn.inputText) turn.replaceInput(text);
  return undefined;
}

/**
 * Looks at the whole answer before any of it is sent, so that of a blocked answer nothing is shown first. What cites
 * documents is compared with what was retrieved; what functions told, or that nothing was found, is not.
 */
export function* guardOutput(turn: Turn, answer: CitedAnswer): Generator<AgentEvent, CitedAnswer> {
  const guardrail = guardrailOf(turn);
  if (!guardrail) return answer;
  const start = turn.props.services.clock.now();
  const claims = answer.citations.map(
    ({ generatedResponsePart }) => generatedResponsePart?.textResponsePart?.text ?? '',
  );
  const retrieved = [...turn.references.values()].map(({ content }) => content?.text ?? '');
  retrieved.push(...shownOf(turn));
  const assessed = assess(guardrail.properties, {
    source: 'OUTPUT',
    texts: [answer.text],
    ...(claims.length > 0 && {
      groundingSource: retrieved.join('\n'),
      query: turn.inputText,
      claims: claims.join('\n'),
    }),
  });
  yield* trace(turn, 'post', assessed, start);
  if (assessed.action === 'BLOCKED') {
    return { text: guardrail.properties.BlockedOutputsMessaging, citations: [] };
  }
  return assessed.action === 'MASKED' ? maskedAnswer(answer, assessed.replacements[0] ?? []) : answer;
}

/** What the model was shown of search results: also what stands above them, such as the names of a table's columns. */
const shownOf = ({ messages, references }: Turn): string[] =>
  messages
    .flatMap(({ content }) => content)
    .flatMap((block) => ('toolResult' in block ? block.toolResult.content : []))
    .flatMap((one) =>
      'searchResult' in one && references.has(one.searchResult.source)
        ? one.searchResult.content.map(({ text }) => text)
        : [],
    );

/** Undefined for an agent that names none, or names it without a version: AWS applies none then either. */
function guardrailOf({ props }: Turn): FoundGuardrail | undefined {
  const { GuardrailIdentifier, GuardrailVersion } = props.version.properties.GuardrailConfiguration ?? {};
  if (GuardrailIdentifier === undefined || GuardrailVersion === undefined) return undefined;
  props.access.applyGuardrail(GuardrailIdentifier);
  return findGuardrail(props.services.app, GuardrailIdentifier, GuardrailVersion);
}

function* trace(turn: Turn, when: 'pre' | 'post', assessed: Assessed, start: number): Generator<AgentEvent> {
  yield* turn.trace(() => {
    const assessments = [agentAssessment(assessed.assessment)];
    const guardrailTrace: GuardrailTrace = {
      action: assessed.action === 'NONE' ? 'NONE' : 'INTERVENED',
      traceId: turn.guardrailTraceId(when),
      ...(when === 'pre' ? { inputAssessments: assessments } : { outputAssessments: assessments }),
      metadata: timing(start, turn.props.services.clock),
    };
    return { guardrailTrace };
  });
}
