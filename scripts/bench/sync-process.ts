import type { SyncTimes } from '../../bench/sync/bench-sync';
import { resolveKnowledgeBase } from '../../client/knowledge-base-target';
import { syncKnowledgeBase } from '../sync/sync-knowledge-base';
import { silent } from '../sync/sync-observer';

const [, , endpoint = '', stackName = '', folder = '', prefix = '', knownFiles = ''] = process.argv;

async function run(): Promise<SyncTimes> {
  let bucketMs: number | undefined;
  const result = await syncKnowledgeBase({
    target: await resolveKnowledgeBase({ stackName, endpoint }),
    documents: { folder, prefix, manifestKey: '.outcrop/sync-manifest.json', knownFiles },
    dryRun: false,
    skipInvalid: false,
    allowMassDelete: false,
    signal: new AbortController().signal,
    observer: {
      ...silent,
      during(_label, work) {
        bucketMs = performance.now();
        return work();
      },
    },
  });
  const wholeMs = performance.now();
  const { uploaded, plan } = result;
  return { bucketMs: bucketMs ?? wholeMs, wholeMs, uploaded: uploaded.objects, unchanged: plan.unchanged };
}

run().then((times) => process.stdout.write(JSON.stringify(times)));
