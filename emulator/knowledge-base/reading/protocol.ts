import type { DocumentError } from '../parsing/parsed-document';
import type { Content } from '../store/records';
import type { ContentProps } from './content';

/** A document for the reader's process. */
export interface ReadMessage extends Omit<ContentProps, 'embedder'> {
  readonly embedder: string;
}

export type ReadAnswer =
  /** Once, when the process can read. */
  | { readonly type: 'ready' }
  | { readonly type: 'content'; readonly content: Content }
  | { readonly type: 'refused'; readonly status: DocumentError['status']; readonly reason: string }
  /** A bug. */
  | { readonly type: 'error'; readonly message: string };
