import type { DataSource, KnowledgeBase } from '../../knowledge-base/definition/definitions';
import { findDataSource, findKnowledgeBase, refuseUnsupported } from '../../knowledge-base/knowledge-bases';
import type { Services } from '../../services';

export type KnowledgeBaseServices = Pick<Services, 'app' | 'knowledgeBases'>;

/** What a request is about. Throws ResourceNotFoundException. */
export function addressed(
  { app }: Pick<Services, 'app'>,
  ids: { readonly knowledgeBaseId: string | undefined; readonly dataSourceId: string | undefined },
): { readonly knowledgeBase: KnowledgeBase; readonly dataSource: DataSource } {
  const knowledgeBase = findKnowledgeBase(app, ids.knowledgeBaseId);
  return { knowledgeBase, dataSource: findDataSource(knowledgeBase, ids.dataSourceId) };
}

/** The same for a request that ingests: throws 501 for what the emulator cannot do. */
export function ingestible(...[services, ids]: Parameters<typeof addressed>): ReturnType<typeof addressed> {
  const found = addressed(services, ids);
  refuseUnsupported(found.knowledgeBase);
  refuseUnsupported(found.dataSource);
  return found;
}
