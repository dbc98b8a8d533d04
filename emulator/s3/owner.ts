import { createHash } from 'node:crypto';

/** The canonical user that S3 has for an account: 64 hexadecimal digits. */
export const ownerOf = (account: string): { readonly ID: string } => ({
  ID: createHash('sha256').update(account).digest('hex'),
});
