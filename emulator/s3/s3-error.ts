import { ServiceError, type ServiceErrorProps } from '../front-door/operation';

export interface S3ErrorProps extends ServiceErrorProps {
  /** Sent with the refusal, as `x-amz-delete-marker` is. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as S3 words it. `fields` become elements beside `Code` and `Message`. */
export class S3Error extends ServiceError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, { status = 400, headers = {}, ...props }: S3ErrorProps = {}) {
    super(code, message, { status, ...props });
    this.headers = headers;
  }
}

export const invalidArgument = (message: string, name: string, value: unknown): S3Error =>
  new S3Error('InvalidArgument', message, { fields: { ArgumentName: name, ArgumentValue: String(value) } });

export const invalidRequest = (message: string): S3Error => new S3Error('InvalidRequest', message);

export const noSuchBucket = (BucketName: string): S3Error =>
  new S3Error('NoSuchBucket', 'The specified bucket does not exist', { status: 404, fields: { BucketName } });

export const noSuchKey = (Key: string, headers?: Readonly<Record<string, string>>): S3Error =>
  new S3Error('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    fields: { Key },
    ...(headers && { headers }),
  });

export const noSuchVersion = (Key: string, VersionId: string): S3Error =>
  new S3Error('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    fields: { Key, VersionId },
  });

export const noSuchUpload = (UploadId: string): S3Error =>
  new S3Error(
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, fields: { UploadId } },
  );

export const preconditionFailed = (Condition: string): S3Error =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition },
  });

export const malformedXml = (): S3Error =>
  new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** 501, and the SDKs do not retry. */
export const unsupported = (what: string): S3Error =>
  new S3Error('NotImplemented', `The emulator does not implement ${what}`, { status: 501 });
