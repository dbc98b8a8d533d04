import { styleText } from 'node:util';
import type { GuardrailTrace, TracePart } from '@aws-sdk/client-bedrock-agent-runtime';
import type { ActionInvocation, AgentEvent, Retrieval } from '../../client/events';
import { printable } from './printable';
import { sourceOf } from './sources';

/** In characters. Longer bodies are cut, so that the steps stay readable. */
const longestBody = 600;

/** Writes the agent's steps, one line each, with the time since the turn began. */
export class StepPrinter {
  private readonly startedAt: number;

  constructor(
    private readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  show(event: AgentEvent): void {
    for (const line of linesOf(event)) {
      const elapsed = `${String(Math.round(this.now() - this.startedAt)).padStart(6)} ms`;
      const text = printable(`${elapsed}  ${line.replace(/\s*\n\s*/g, ' ')}`, this.stderr);
      this.stderr.write(`${this.stderr.isTTY && !process.env.NO_COLOR ? styleText('dim', text) : text}\n`);
    }
  }
}

/** One event as lines for people; none for what the answer itself shows. */
export function linesOf(event: AgentEvent): string[] {
  switch (event.type) {
    case 'usage':
      return [`used   ${event.usage.inputTokens} tokens in, ${event.usage.outputTokens} out`];
    case 'actionInvocation':
      return [`call   ${called(event.action)} ${JSON.stringify(event.action.parameters)}`];
    case 'actionResult':
      return [
        `result ${called(event.action)} ${event.httpStatusCode ?? 'status unknown'} ${cut(event.text)}`,
      ];
    case 'returnControl':
      return event.returnControl.invocationInputs.map(
        (action) =>
          `asks   ${called(action)} ${JSON.stringify(action.parameters)} ${action.actionInvocationType}`,
      );
    case 'retry':
      return [`retry  in ${event.delayInMs} ms: ${event.error.message}`];
    case 'trace':
      return traceLines(event.trace);
    case 'retrieval':
      return retrievalLines(event.retrieval);
    case 'citation':
      return (event.citation.retrievedReferences ?? []).map(
        ({ location, content }) => `cites  ${sourceOf(location)} ${quoted(content?.text)}`,
      );
    case 'text':
    case 'end':
      return [];
  }
}

function traceLines({ trace }: TracePart): string[] {
  const { orchestrationTrace, failureTrace, guardrailTrace, preProcessingTrace, postProcessingTrace } =
    trace ?? {};
  const lines: string[] = [];
  const asked = (orchestrationTrace ?? preProcessingTrace ?? postProcessingTrace)?.modelInvocationInput;
  if (asked) lines.push(`model  ${asked.foundationModel ?? asked.type ?? ''}`);
  const rationale =
    orchestrationTrace?.rationale?.text ??
    preProcessingTrace?.modelInvocationOutput?.parsedResponse?.rationale;
  if (rationale) lines.push(`thinks ${rationale}`);
  const lookup = orchestrationTrace?.invocationInput?.knowledgeBaseLookupInput;
  if (lookup) lines.push(`search ${lookup.knowledgeBaseId} ${JSON.stringify(lookup.text)}`);
  const reprompt = orchestrationTrace?.observation?.repromptResponse;
  if (reprompt) lines.push(`again  ${reprompt.source}: ${reprompt.text}`);
  if (guardrailTrace)
    lines.push(['guard ', guardrailTrace.action ?? 'NONE', ...policiesOf(guardrailTrace)].join(' '));
  if (failureTrace) lines.push(`failed ${failureTrace.failureReason ?? 'for no reason given'}`);
  return lines;
}

/** What a guardrail found, by type or name; never the text itself. */
function policiesOf({ inputAssessments = [], outputAssessments = [] }: GuardrailTrace): string[] {
  const found = [...inputAssessments, ...outputAssessments].flatMap((assessment) => [
    ...(assessment.topicPolicy?.topics ?? []).map(({ name }) => name),
    ...(assessment.contentPolicy?.filters ?? []).map(({ type }) => type),
    ...(assessment.wordPolicy?.customWords ?? []).map(() => 'a custom word'),
    ...(assessment.wordPolicy?.managedWordLists ?? []).map(({ type }) => type),
    ...(assessment.sensitiveInformationPolicy?.piiEntities ?? []).map(({ type }) => type),
    ...(assessment.sensitiveInformationPolicy?.regexes ?? []).map(({ name }) => name),
  ]);
  return [...new Set(found.flatMap((name) => name ?? []))];
}

const retrievalLines = ({ retrievedReferences }: Retrieval): string[] => [
  `found  ${retrievedReferences.length} ${retrievedReferences.length === 1 ? 'passage' : 'passages'}`,
  ...retrievedReferences.map(
    ({ location, content }) => `       ${sourceOf(location)} ${quoted(content?.text)}`,
  ),
];

const quoted = (text = '') => JSON.stringify(cut(text.replace(/\s+/g, ' ')));

const called = ({ actionGroup, operationId, httpMethod, apiPath }: ActionInvocation) =>
  `${actionGroup} ${operationId ?? `${httpMethod.toUpperCase()} ${apiPath}`}`;

const cut = (text: string) => (text.length > longestBody ? `${text.slice(0, longestBody)}…` : text);
