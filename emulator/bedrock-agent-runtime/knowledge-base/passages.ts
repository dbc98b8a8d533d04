import type { RetrievalResultLocation, RetrievedReference } from '@aws-sdk/client-bedrock-agent-runtime';
import type { Passage } from '../../knowledge-base/store/library';

/** A passage as Retrieve, RetrieveAndGenerate and an agent's citations show it. */
export const referenceTo = ({ text, document, attributes }: Passage): RetrievedReference => ({
  content: { text, type: 'TEXT' },
  location: locationOf(document),
  metadata: { ...attributes } as NonNullable<RetrievedReference['metadata']>,
});

const locationOf = ({ type, id }: Passage['document']): RetrievalResultLocation =>
  type === 'S3'
    ? { type: 'S3', s3Location: { uri: id } }
    : { type: 'CUSTOM', customDocumentLocation: { id } };
