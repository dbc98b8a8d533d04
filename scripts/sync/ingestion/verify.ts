import type { ClientConfig } from '../../../client/agent-target';
import { configuredSearch } from '../../conversation/searching';
import { awsFailure } from '../../stack/aws-error';

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
  readonly question: string;
  /** Whether there is nothing to be found that could only come late. */
  readonly isEmpty: boolean;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

const wanted = 3;
/** A store may show new vectors with a delay; in ms. */
const pauses = [500, 1_000, 2_000, 4_000];

/** What the knowledge base finds for a question, the best first; nothing if it finds nothing for some seconds. */
export async function verify(props: VerifyProps): Promise<readonly Passage[]> {
  const { BedrockAgentRuntimeClient, RetrieveCommand } = await import(
    '@aws-sdk/client-bedrock-agent-runtime'
  );
  const { config, knowledgeBaseId, question, isEmpty, sleep, signal } = props;
  const command = new RetrieveCommand({
    knowledgeBaseId,
    retrievalQuery: { text: question },
    retrievalConfiguration: {
      vectorSearchConfiguration: { ...configuredSearch(), numberOfResults: wanted },
    },
  });
  const client = new BedrockAgentRuntimeClient(config);
  try {
    for (const pause of [...(isEmpty ? [] : pauses), undefined]) {
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
      if (passages.length > 0 || pause === undefined) return passages;
      await sleep(pause);
    }
    return [];
  } finally {
    client.destroy();
  }
}
