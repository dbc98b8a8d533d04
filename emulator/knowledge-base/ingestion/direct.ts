import type {
  DocumentIdentifier,
  DocumentMetadata,
  KnowledgeBaseDocument,
} from '@aws-sdk/client-bedrock-agent';
import { ServiceError } from '../../front-door/operation';
import type { DataSource } from '../definition/definitions';
import { type Attributes, attributeValue } from '../metadata/attributes';
import { noSidecar, sidecarSuffix } from '../metadata/sidecar';
import { endingOfKey, endingOfMediaType } from '../parsing/parse';
import { DocumentError } from '../parsing/parsed-document';
import type { DocumentKey } from '../store/records';
import { bucketSource, type Documents } from './bucket-source';
import { readObject } from './document-source';
import { type Given, sidecarIn } from './ingest-object';

/** A document that a request names. Throws ValidationException where it does not fit its data source. */
export function documentKeyOf(
  dataSource: DataSource,
  { dataSourceType, s3, custom }: DocumentIdentifier,
  at: string,
): DocumentKey {
  const { dataSourceId, type, bucket } = dataSource;
  if (dataSourceType !== type) {
    throw invalid(
      `${at}.dataSourceType is ${dataSourceType}, and the data source ${dataSourceId} is ${type}`,
    );
  }
  if (type === 'CUSTOM') {
    if (!custom?.id) throw invalid(`${at}.custom.id is missing`);
    return { dataSourceId, type: 'CUSTOM', id: custom.id };
  }
  const { uri = '' } = s3 ?? {};
  const { bucket: named, key } = addressOf(uri, `${at}.s3.uri`);
  if (named !== bucket || key === '') {
    throw invalid(`${at}.s3.uri ${uri} is not in the data source's bucket, ${bucket}`);
  }
  return { dataSourceId, type: 'S3', id: uri };
}

/** A document of IngestKnowledgeBaseDocuments, to be read when its turn comes. */
export function givenDocument(
  dataSource: DataSource,
  { content, metadata }: KnowledgeBaseDocument,
  documents: Documents,
  at: string,
): Given {
  const { dataSourceType, custom, s3: object } = content ?? {};
  const document = documentKeyOf(
    dataSource,
    {
      dataSourceType,
      ...(custom?.customDocumentIdentifier && { custom: custom.customDocumentIdentifier }),
      ...(object?.s3Location && { s3: object.s3Location }),
    },
    `${at}.content`,
  );
  const uri = object?.s3Location?.uri ?? custom?.s3Location?.uri;
  const sidecar = sidecarOf(metadata, uri, document.type === 'S3', documents);
  if (uri !== undefined) {
    const { key } = addressOf(uri, `${at}.content`);
    return { document, ending: endingOfKey(key), bytes: () => readAt(documents, uri), sidecar };
  }
  const { textContent, byteContent } = custom?.inlineContent ?? {};
  const text = textContent?.data;
  const data = byteContent?.data;
  if (text === undefined && data === undefined) throw invalid(`${at}.content has no text and no bytes`);
  const bytes = text === undefined ? Uint8Array.from(data ?? []) : new TextEncoder().encode(text);
  const ending = text === undefined ? endingOfMediaType(byteContent?.mimeType ?? '') : '.txt';
  return { document, ending, bytes: async () => ({ bytes }), sidecar };
}

function sidecarOf(
  metadata: DocumentMetadata | undefined,
  uri: string | undefined,
  isSynced: boolean,
  documents: Documents,
): Given['sidecar'] {
  if (metadata?.type === 'IN_LINE_ATTRIBUTE') {
    return async () => ({ sidecar: { ...noSidecar, attributes: inline(metadata) } });
  }
  const location = metadata?.s3Location?.uri;
  if (location !== undefined) return async () => readSidecarAt(documents, location);
  if (uri === undefined || !isSynced) return async () => ({ sidecar: noSidecar });
  return async () => {
    const { bucket, key } = addressOf(`${uri}${sidecarSuffix}`, 'uri');
    const found = await readObject(bucketSource(documents, bucket), key);
    return found ? { sidecar: sidecarIn(found.bytes), etag: found.etag } : { sidecar: noSidecar };
  };
}

async function readSidecarAt(documents: Documents, uri: string) {
  const { bytes, etag } = await readAt(documents, uri);
  return { sidecar: sidecarIn(bytes), etag };
}

function inline({ inlineAttributes = [] }: DocumentMetadata): Attributes {
  return Object.fromEntries(
    inlineAttributes.map(({ key = '', value }) => {
      const { stringValue, numberValue, booleanValue, stringListValue } = value ?? {};
      const read = attributeValue(stringValue ?? numberValue ?? booleanValue ?? stringListValue);
      if ('problem' in read) {
        throw new DocumentError('IGNORED', `due to invalid metadata attributes: ${key} ${read.problem}`);
      }
      return [key, read.value];
    }),
  );
}

async function readAt(documents: Documents, uri: string) {
  const { bucket, key } = addressOf(uri, 'uri');
  const found =
    (await documents.s3.buckets.find(bucket)) && (await readObject(bucketSource(documents, bucket), key));
  if (!found) throw new DocumentError('FAILED', 'as they are not in the bucket');
  return found;
}

function addressOf(uri: string, at: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  if (bucket === undefined) throw invalid(`${at} ${uri} is no S3 URI: s3://bucket/key`);
  return { bucket, key };
}

const invalid = (problem: string): ServiceError => new ServiceError('ValidationException', problem);
