import type { ClientConfig } from '../../../client/agent-target';
import { configuredSearch } from '../../conversation/searching';
import { awsFailure } from '../../stack/aws-error';
import { type Canary, lackingIn } from './judge-passages';

export interface Passage {
  /** `s3://…` */
  readonly uri: string;
  /** Null where the store gives none. */
  readonly score: number | null;
  readonly text: string;
}

export interface VerifyProps {
  readonly config: ClientConfig;
  readonly knowledgeBaseId: string;
  readonly canary: Canary;
  /** Whether there is nothing to be found that could only come late. */
  readonly isEmpty: boolean;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** A store may show new vectors with a delay; in ms. */
const pauses = [500, 1_000, 2_000, 4_000];

export interface Verified extends Canary {
  /** The best first. */
  readonly passages: readonly Passage[];
  /** Why they are not what was asked for; null if nothing speaks against it. */
  readonly lacking: string | null;
}

/** What the knowledge base finds for a question; on AWS what lacks is waited for some seconds. */
export async function verify(props: VerifyProps): Promise<Verified> {
  const { BedrockAgentRuntimeClient, RetrieveCommand } = await import(
    '@aws-sdk/client-bedrock-agent-runtime'
  );
  const { config, knowledgeBaseId, canary, isEmpty, sleep, signal } = props;
  const isEmulator = config.endpoint !== undefined;
  const command = new RetrieveCommand({
    knowledgeBaseId,
    retrievalQuery: { text: canary.question },
    retrievalConfiguration: { vectorSearchConfiguration: configuredSearch() },
  });
  const client = new BedrockAgentRuntimeClient(config);
  try {
    for (const pause of [...(isEmpty || isEmulator ? [] : pauses), undefined]) {
      const { retrievalResults = [] } = await client
        .send(command, { abortSignal: signal })
        .catch((error: unknown) => {
          throw awsFailure(error, 'Retrieving from the knowledge base');
        });
      const passages = retrievalResults.map(({ location, score, content }) => ({
        uri: location?.s3Location?.uri ?? '',
        score: score ?? null,
        text: content?.text ?? '',
      }));
      const lacking = lackingIn(passages, canary, isEmulator);
      if (lacking === null || pause === undefined) return { ...canary, passages, lacking };
      await sleep(pause);
    }
    throw new Error('The last pause is none');
  } finally {
    client.destroy();
  }
}
