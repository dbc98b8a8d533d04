import type {
  RetrieveAndGenerateRequest,
  RetrieveAndGenerateResponse,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Operation } from '../../front-door/operation';
import { type AnswerServices, answer } from './answer';

export const retrieveAndGenerate =
  (services: AnswerServices): Operation<RetrieveAndGenerateRequest, RetrieveAndGenerateResponse> =>
  async (request) => {
    const { sessionId, text, citations, guardrailAction } = await answer(services, request);
    return {
      sessionId,
      output: { text },
      citations: [...citations],
      ...(guardrailAction && { guardrailAction }),
    };
  };
