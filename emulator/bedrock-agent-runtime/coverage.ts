import type { CoveredService } from '../front-door/service-definition';

const extractive =
  'extractive, no model is asked: the answer is made of sentences of the documents, and says so; prompt templates are not used; query decomposition and external sources answer 501';

/** AWS documents that the references are left alone (user guide, kb-test-retrieve-generate), and no more. */
const requestGuardrail = 'a guardrail is the approximate one of ApplyGuardrail and looks at no reference';

export const bedrockAgentRuntimeCoverage = {
  name: 'bedrock-agent-runtime',
  sdkPackage: () => import('@aws-sdk/client-bedrock-agent-runtime'),
  fidelity: {
    InvokeAgent: {
      approximate: [
        'unless it is given another model, the offline planner thinks',
        'the guardrail is the approximate one of ApplyGuardrail; a blocked input is not kept in the session; a streamed answer is assessed whole before its first piece, with one trace; contextual grounding is checked of the parts of an answer that cite documents, and the trace has no member for it; what the caller gives as conversationHistory is not assessed',
        'the model gets retrieved passages as search results of Converse, not in a prompt of Bedrock; what a function answers in knowledgeBasesConfiguration is ignored',
        'function schemas, code interpreter, collaboration, custom orchestration, post-processing and parser Lambdas answer 501',
        "a prompt override's template counts for pre-processing only",
        'a streamed answer is cut into pieces after it is whole, at the end of a word after applyGuardrailInterval characters',
        'a session keeps 25 turns',
      ].join('; '),
    },
    Retrieve: {
      approximate: [
        'SEMANTIC and HYBRID both rank by words (BM25) and hashed words: the offline embedder is lexical and knows no meaning',
        'HYBRID is refused where the store has none, and a filter where AWS may ignore it',
        `${requestGuardrail}; a question that it blocks gets no results`,
        're-ranking, implicit filters and managed search answer 501',
      ].join('; '),
    },
    RetrieveAndGenerate: {
      approximate: `${extractive}; ${requestGuardrail}; the message of what it blocks stands without citations`,
    },
    RetrieveAndGenerateStream: {
      approximate: `${extractive}; ${requestGuardrail}; an answer is assessed whole before its first piece, and the guardrail's event comes last`,
    },
  },
} as const satisfies CoveredService;
