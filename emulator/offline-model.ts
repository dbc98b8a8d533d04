import type { AgentOfModel, Model } from './agent/model';
import type { KnowledgeBases } from './knowledge-base/knowledge-bases';
import type { Clock } from './services';

/** The offline planner, loaded by its first turn: it takes longer to load than all else of the emulator. */
export const offlineModel =
  (clock: Clock, knowledgeBases: KnowledgeBases) =>
  ({ actionGroups }: AgentOfModel): Model => {
    let planner: Promise<Model> | undefined;
    const load = async () => {
      const { createOfflinePlanner } = await import('./planner/offline-planner');
      return createOfflinePlanner(actionGroups, {
        now: () => new Date(clock.now()),
        weigh: async (id, text) => (await knowledgeBases.openLibrary(id)).weights(text),
      });
    };
    return {
      name: 'offline planner',
      async converse(request, options) {
        planner ??= load();
        return (await planner).converse(request, options);
      },
    };
  };
