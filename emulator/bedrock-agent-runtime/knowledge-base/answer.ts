import type {
  Citation,
  GuadrailAction,
  RetrieveAndGenerateRequest,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { ServiceError } from '../../front-door/operation';
import { notImplemented } from '../../front-door/route';
import { findKnowledgeBase } from '../../knowledge-base/knowledge-bases';
import { type Extract, extract } from '../../knowledge-base/retrieval/extract';
import { retrieve } from '../../knowledge-base/retrieval/retrieve';
import type { Passage } from '../../knowledge-base/store/library';
import type { Services } from '../../services';
import type { Collection } from '../../state/state';
import { guardrailOf } from './guarded';
import { referenceTo } from './passages';

export type AnswerServices = Pick<Services, 'app' | 'knowledgeBases' | 'state' | 'clock' | 'newId'>;

export interface Answer {
  readonly sessionId: string;
  readonly text: string;
  /** Their spans are of `text`. */
  readonly citations: readonly Citation[];
  /** Absent where the request names no guardrail. */
  readonly guardrailAction?: GuadrailAction;
}

interface Session {
  readonly knowledgeBaseId: string;
  /** The question before, as the guardrail let it through. */
  readonly question: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The emulator's own: AWS does not document when a session of RetrieveAndGenerate ends. */
const sessionTtl = 60 * 60 * 1000;

/** API reference, RetrieveAndGenerateInput; Retrieve takes longer ones. */
const longestQuestion = 1000;

/** What the offline generator says of itself: a citation's text is the documents', these words are not. */
const introduction = 'From the documents (no model was asked):\n';
const nothingFound = 'Nothing relevant was found in the documents (no model was asked).';

/**
 * Answers with sentences of the documents and cites each. Without relevant ones it says so and cites nothing. The
 * guardrail has looked at all of the answer before any of it is told.
 */
export async function answer(services: AnswerServices, request: RetrieveAndGenerateRequest): Promise<Answer> {
  const { newId, clock, state, app } = services;
  const { knowledgeBaseId, retrievalConfiguration, question: asked, guardrailConfiguration } = check(request);
  const guardrail = guardrailOf(app, guardrailConfiguration);
  findKnowledgeBase(app, knowledgeBaseId);
  const sessions = state.collection<Session>('retrieve-and-generate-sessions');
  const before = await sessionOf(sessions, request.sessionId, knowledgeBaseId, clock.now());
  const sessionId = request.sessionId ?? newId();
  const keep = (question: string) =>
    sessions.put(sessionId, { knowledgeBaseId, question, expiresAt: clock.now() + sessionTtl });
  const guardedQuestion = guardrail?.question(asked);
  if (guardedQuestion?.isBlocked) {
    // A blocked question is kept nowhere: the next one follows the one before it.
    await keep(before?.question ?? '');
    return { sessionId, text: guardedQuestion.value, citations: [], guardrailAction: guardedQuestion.action };
  }
  const question = guardedQuestion?.value ?? asked;
  let passages: readonly Passage[] = [];
  const ask = async (text: string) => {
    const retrieved = await retrieve(services, knowledgeBaseId, text, retrievalConfiguration);
    ({ passages } = retrieved);
    return extract(retrieved);
  };
  let extracts = await ask(question);
  // A question that only makes sense after another: "and for Sweden?"
  if (extracts.length === 0 && before) extracts = await ask(`${before.question} ${question}`);
  await keep(question);
  const composed = compose(extracts);
  if (!guardrail) return { sessionId, ...composed };
  const { value, action } = guardrail.answer(composed, { question, passages });
  const guardrailAction = guardedQuestion?.action === 'INTERVENED' ? 'INTERVENED' : action;
  return { sessionId, ...value, guardrailAction };
}

function compose(extracts: readonly Extract[]): Pick<Answer, 'text' | 'citations'> {
  if (extracts.length === 0) return { text: nothingFound, citations: [] };
  let text = introduction;
  const citations = extracts.map(({ text: sentence, passage }, at): Citation => {
    if (at > 0) text += '\n';
    const start = text.length;
    text += sentence;
    return {
      // AWS's own examples count the end within the text.
      generatedResponsePart: { textResponsePart: { text: sentence, span: { start, end: text.length - 1 } } },
      retrievedReferences: [referenceTo(passage)],
    };
  });
  return { text, citations };
}

function check({ input, retrieveAndGenerateConfiguration, ...request }: RetrieveAndGenerateRequest) {
  const { type, knowledgeBaseConfiguration } = retrieveAndGenerateConfiguration ?? {};
  if (type === 'EXTERNAL_SOURCES') throw notImplemented('EXTERNAL_SOURCES of RetrieveAndGenerate');
  if (request.userContext) throw notImplemented('userContext of RetrieveAndGenerate');
  if (type !== 'KNOWLEDGE_BASE' || !knowledgeBaseConfiguration) {
    throw invalid(
      'retrieveAndGenerateConfiguration needs the type KNOWLEDGE_BASE and its knowledgeBaseConfiguration',
    );
  }
  const { knowledgeBaseId = '', modelArn = '', retrievalConfiguration } = knowledgeBaseConfiguration;
  const { generationConfiguration, orchestrationConfiguration } = knowledgeBaseConfiguration;
  if (orchestrationConfiguration?.queryTransformationConfiguration) {
    throw notImplemented('queryTransformationConfiguration of RetrieveAndGenerate');
  }
  const prompt = generationConfiguration?.promptTemplate?.textPromptTemplate;
  if (prompt !== undefined && !prompt.includes('$search_results$')) {
    throw invalid('generationConfiguration.promptTemplate.textPromptTemplate must have $search_results$');
  }
  const question = input?.text ?? '';
  if (question.trim() === '' || question.length > longestQuestion) {
    throw invalid(`input.text must have between 1 and ${longestQuestion} characters`);
  }
  if (modelArn === '') throw invalid('knowledgeBaseConfiguration.modelArn is empty');
  const { guardrailConfiguration } = generationConfiguration ?? {};
  return { knowledgeBaseId, retrievalConfiguration, question, guardrailConfiguration };
}

/** Throws ValidationException for a session that there is not, or that belongs to another knowledge base. */
async function sessionOf(
  sessions: Collection<Session>,
  sessionId: string | undefined,
  knowledgeBaseId: string,
  now: number,
): Promise<Session | undefined> {
  if (sessionId === undefined) return undefined;
  const found = await sessions.get(sessionId);
  if (!found || found.expiresAt <= now) {
    throw invalid(`Session with Id ${sessionId} is not valid. Please check and try again.`);
  }
  if (found.knowledgeBaseId !== knowledgeBaseId) {
    throw invalid(`Session with Id ${sessionId} belongs to the knowledge base ${found.knowledgeBaseId}`);
  }
  return found;
}

const invalid = (problem: string): ServiceError => new ServiceError('ValidationException', problem);
