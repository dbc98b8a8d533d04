import { createHash } from 'node:crypto';
import type { RetrieveRequest, RetrieveResponse } from '@aws-sdk/client-bedrock-agent-runtime';
import { type Operation, ServiceError } from '../../front-door/operation';
import { notImplemented } from '../../front-door/route';
import { findKnowledgeBase } from '../../knowledge-base/knowledge-bases';
import { retrieve as find } from '../../knowledge-base/retrieval/retrieve';
import type { Services } from '../../services';
import { guardrailOf } from './guarded';
import { referenceTo } from './passages';

/** Characters of text in one answer; AWS does not document its own limit. */
const pageSize = 1_000_000;

export const retrieve =
  (services: Pick<Services, 'app' | 'knowledgeBases'>): Operation<RetrieveRequest, RetrieveResponse> =>
  async ({ nextToken, ...request }) => {
    const { knowledgeBaseId, retrievalQuery, retrievalConfiguration } = request;
    if (request.userContext) throw notImplemented('userContext of Retrieve');
    if (retrievalQuery?.image) throw notImplemented('retrievalQuery.image of Retrieve');
    const guardrail = guardrailOf(services.app, request.guardrailConfiguration);
    findKnowledgeBase(services.app, knowledgeBaseId);
    const asked = guardrail?.question(retrievalQuery?.text ?? '');
    const guardrailAction = asked?.action;
    if (asked?.isBlocked) return { retrievalResults: [], ...(guardrailAction && { guardrailAction }) };
    const text = asked?.value ?? retrievalQuery?.text ?? '';
    const { passages } = await find(services, knowledgeBaseId, text, retrievalConfiguration);
    const digest = createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 16);
    const start = nextToken === undefined ? 0 : startIn(nextToken, digest);
    let size = 0;
    const end = passages.findIndex((passage, at) => {
      if (at < start) return false;
      size += passage.text.length;
      return size > pageSize && at > start;
    });
    return {
      retrievalResults: passages.slice(start, end < 0 ? undefined : end).map((passage) => ({
        ...referenceTo(passage),
        content: { text: passage.text, type: 'TEXT' },
        score: passage.score,
      })),
      ...(guardrailAction && { guardrailAction }),
      ...(end >= 0 && { nextToken: Buffer.from(`${digest} ${end}`).toString('base64url') }),
    };
  };

/** A token belongs to the request that it was given for. */
function startIn(nextToken: string, digest: string): number {
  const [given, start] = Buffer.from(nextToken, 'base64url').toString().split(' ');
  if (given === digest && Number.isInteger(Number(start))) return Number(start);
  throw new ServiceError('ValidationException', `nextToken ${nextToken} is not one that this query gave out`);
}
