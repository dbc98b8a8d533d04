import type {
  RetrieveAndGenerateStreamRequest,
  RetrieveAndGenerateStreamResponse,
  RetrieveAndGenerateStreamResponseOutput,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Operation } from '../../front-door/operation';
import { type Answer, type AnswerServices, answer } from './answer';

export const retrieveAndGenerateStream =
  (
    services: AnswerServices,
  ): Operation<RetrieveAndGenerateStreamRequest, RetrieveAndGenerateStreamResponse> =>
  async (request) => {
    const found = await answer(services, request);
    return { sessionId: found.sessionId, stream: events(found) };
  };

/**
 * The text up to the end of each citation, then the citation; at last what the guardrail did. AWS does not document
 * where its guardrail event stands.
 */
async function* events({
  text,
  citations,
  guardrailAction,
}: Answer): AsyncGenerator<RetrieveAndGenerateStreamResponseOutput> {
  let told = 0;
  for (const citation of citations) {
    const end = (citation.generatedResponsePart?.textResponsePart?.span?.end ?? 0) + 1;
    yield { output: { text: text.slice(told, end) } };
    yield { citation: { citation, ...citation } };
    told = end;
  }
  if (told < text.length) yield { output: { text: text.slice(told) } };
  if (guardrailAction) yield { guardrail: { action: guardrailAction } };
}
