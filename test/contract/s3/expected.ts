/** What the SDK throws when a request is refused. */
export const refusal = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });

/** The ETag of an object that is `hello`. */
export const md5OfHello = '"5d41402abc4b2a76b9719d911017c592"';
