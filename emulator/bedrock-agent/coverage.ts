import type { CoveredService } from '../front-door/service-definition';

const asTheTemplateSays = 'what the template says, without the defaults that AWS adds, such as its prompts';
const paged = 'without maxResults a page has ten; AWS documents no number for it';

const here = 'what the template says; times are those at which the emulator first saw it';

export const bedrockAgentCoverage = {
  name: 'bedrock-agent',
  sdkPackage: () => import('@aws-sdk/client-bedrock-agent'),
  fidelity: {
    DeleteKnowledgeBaseDocuments: { approximate: 'done before the answer; ten documents at once' },
    GetAgent: { approximate: asTheTemplateSays },
    GetAgentActionGroup: { approximate: "its times are its agent version's" },
    GetAgentAlias: {
      approximate:
        'an alias without routing moves whenever the agent or the alias changed; on AWS, when the alias itself did',
    },
    GetAgentVersion: {
      approximate: `${asTheTemplateSays}; the last ten are kept, and those that an alias serves`,
    },
    GetDataSource: {
      approximate: `${here}; one with another chunking keeps its id and forgets its jobs, and documents are found as they were until the next one`,
    },
    GetIngestionJob: 'exact',
    GetKnowledgeBase: { approximate: here },
    GetKnowledgeBaseDocuments: 'exact',
    IngestKnowledgeBaseDocuments: {
      approximate:
        'done before the answer, which tells how each document ended; ten documents at once, as the service model says (the user guide: 25); no access control lists',
    },
    ListAgentActionGroups: { approximate: paged },
    ListAgentAliases: { approximate: paged },
    ListAgentVersions: { approximate: paged },
    ListAgents: { approximate: paged },
    ListDataSources: { approximate: paged },
    ListIngestionJobs: { approximate: paged },
    ListKnowledgeBaseDocuments: { approximate: paged },
    ListKnowledgeBases: { approximate: paged },
    PrepareAgent: { approximate: 'done at once: no agent is ever PREPARING' },
    StartIngestionJob: {
      approximate: [
        'S3 only, by the default parser; .doc, .xls and .xlsx are ignored and named',
        "chunks are counted in estimated tokens and cut elsewhere than AWS's",
        'embeddings are hashed words (lexical) and know no meaning',
        'a document may take 60 seconds and 1.5 GB to read',
        'a changed document that fails is found as it was until a version succeeds; AWS does not say',
        'the wording of failure reasons follows what AWS is known to say',
        'a job that the emulator ends with is FAILED at the next start',
        'refused while a request ingests or deletes documents of the data source directly, as programs tell of AWS',
      ].join('; '),
    },
    StopIngestionJob: 'exact',
  },
} as const satisfies CoveredService;
