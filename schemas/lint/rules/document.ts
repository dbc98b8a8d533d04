import { pointerToken } from '../../openapi-schema';
import { type DocumentSubject, hasText, isObject, objectOf, operationsOf, responsesOf } from '../document';
import { type Rule, repeated } from '../rule';
import { messages, pages } from '../sources';

/** Rules about the document and its operations. */
export const documentRules: readonly Rule<DocumentSubject>[] = [
  {
    id: 'document-shape',
    demand: 'The document is an object with openapi, info (title, version) and paths.',
    bedrock: messages.openApiModel,
    mend: 'Give it the fields that every OpenAPI document has: openapi, info.title, info.version, paths',
    source: pages.openApiRoot,
    *check({ document }) {
      if (!isObject(document)) {
        yield { path: '', message: 'The document is not an object' };
        return;
      }
      const { title, version } = objectOf(document.info);
      if (!hasText(title)) yield { path: '/info/title', message: 'The document has no title' };
      if (!hasText(version))
        yield { path: '/info/version', message: 'The document has no version of its own' };
      if (!isObject(document.paths)) yield { path: '/paths', message: 'The document has no paths' };
    },
  },
  {
    id: 'openapi-version',
    demand: 'openapi is exactly "3.0.0".',
    bedrock: 'not documented',
    mend: 'Write openapi: "3.0.0", and nothing in the document that came later',
    source: pages.apiSchema,
    *check({ document }) {
      if (!isObject(document) || document.openapi === '3.0.0') return;
      yield { path: '/openapi', message: `openapi is ${JSON.stringify(document.openapi)}, not "3.0.0"` };
    },
  },
  {
    id: 'operations-present',
    demand: 'The document has at least one operation.',
    bedrock: 'not documented',
    mend: 'Declare an operation, or leave the action group out',
    source: pages.apiSchema,
    *check(subject) {
      if (!isObject(objectOf(subject.document).paths)) return;
      const { done } = operationsOf(subject).next();
      if (done) yield { path: '/paths', message: 'No path has an operation' };
    },
  },
  {
    id: 'path-slash',
    demand: 'Every path begins with a slash.',
    bedrock: 'not documented',
    mend: 'Begin the path with /',
    source: pages.apiSchema,
    *check({ document }) {
      for (const path of Object.keys(objectOf(objectOf(document).paths))) {
        if (path.startsWith('/') || path.startsWith('x-')) continue;
        yield { path: `/paths/${pointerToken(path)}`, message: `${path} has none` };
      }
    },
  },
  {
    id: 'path-unique',
    demand: 'No two paths differ only in the names of their parameters.',
    bedrock: 'not documented',
    mend: 'Give both operations one path, or make the paths differ in a fixed part',
    source: pages.openApiPaths,
    *check(subject) {
      const shape = (path: string) => path.replace(/\{[^}]*\}/g, '{}');
      const operations = [...operationsOf(subject)];
      for (const { item, earlier } of repeated(operations, (o) => `${o.method} ${shape(o.apiPath)}`)) {
        yield { path: item.path, message: `${item.name} has the path of ${operations[earlier]?.name}` };
      }
    },
  },
  {
    id: 'operation-description',
    demand: 'Every operation has a description: the agent reads it to choose.',
    bedrock: 'not documented',
    mend: 'Say when the agent should call the operation and what it does',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value, name } of operationsOf(subject)) {
        if (!hasText(value.description)) yield { path: `${path}/description`, message: `${name} has none` };
      }
    },
  },
  {
    id: 'operation-id-present',
    demand: 'Every operation has an operationId.',
    bedrock: 'not documented',
    mend: 'Add an operationId, like the name of a function',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value, name } of operationsOf(subject)) {
        if (!hasText(value.operationId)) yield { path: `${path}/operationId`, message: `${name} has none` };
      }
    },
  },
  {
    id: 'operation-id-unique',
    demand: 'No two operations have one operationId.',
    bedrock: 'not documented',
    mend: 'Rename one of the two',
    source: pages.apiSchema,
    *check(subject) {
      const named = [...operationsOf(subject)].filter(({ value }) => hasText(value.operationId));
      for (const { item, earlier } of repeated(named, ({ value }) => value.operationId)) {
        yield {
          path: `${item.path}/operationId`,
          message: `${item.name} is ${named[earlier]?.path} already`,
        };
      }
    },
  },
  {
    id: 'operation-id-charset',
    demand: 'An operationId has only letters, digits, hyphens and underscores.',
    bedrock: messages.toolName,
    mend: 'Take out every other character',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value } of operationsOf(subject)) {
        if (!hasText(value.operationId) || /^[A-Za-z0-9_-]+$/.test(value.operationId)) continue;
        const others = [...new Set(value.operationId.replace(/[A-Za-z0-9_-]/g, ''))].join('');
        yield { path: `${path}/operationId`, message: `${value.operationId} has ${JSON.stringify(others)}` };
      }
    },
  },
  {
    id: 'double-underscore',
    demand: 'An operationId has no two underscores in a row: they separate the parts of a tool name.',
    bedrock: messages.doubleUnderscore,
    mend: 'Use one underscore',
    source: messages.doubleUnderscore.source,
    *check(subject) {
      for (const { path, value } of operationsOf(subject)) {
        if (!hasText(value.operationId) || !value.operationId.includes('__')) continue;
        yield { path: `${path}/operationId`, message: `${value.operationId} has two underscores in a row` };
      }
    },
  },
  {
    id: 'tool-name-length',
    demand: 'METHOD__actionGroup__operationId has at most 64 characters.',
    bedrock: messages.toolName,
    mend: 'Shorten the operationId or the name of the action group',
    source: messages.toolName.source,
    *check(subject) {
      for (const { path, value, method } of operationsOf(subject)) {
        if (!hasText(value.operationId)) continue;
        const tool = `${method.toUpperCase()}__${subject.actionGroup ?? ''}__${value.operationId}`;
        if (tool.length <= 64) continue;
        yield { path: `${path}/operationId`, message: `The tool name ${tool} has ${tool.length} characters` };
      }
    },
  },
  {
    id: 'confirmation-value',
    demand: 'x-requireConfirmation is ENABLED or DISABLED.',
    bedrock: 'not documented',
    mend: 'Write ENABLED or DISABLED, in capitals, as a string',
    source: pages.confirmation,
    *check(subject) {
      for (const { path, value, name } of operationsOf(subject)) {
        const given = value['x-requireConfirmation'];
        if (given === undefined || given === 'ENABLED' || given === 'DISABLED') continue;
        yield { path: `${path}/x-requireConfirmation`, message: `${name} has ${JSON.stringify(given)}` };
      }
    },
  },
  {
    id: 'responses-present',
    demand: 'Every operation has responses.',
    bedrock: 'not documented',
    mend: 'Declare what the operation answers, for each status',
    source: pages.apiSchema,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        if (!responsesOf(subject, operation).next().done) continue;
        yield { path: `${operation.path}/responses`, message: `${operation.name} has none` };
      }
    },
  },
  {
    id: 'success-response',
    demand: 'Every operation declares a success: the agent builds its next step from it.',
    bedrock: 'not documented',
    mend: 'Declare the response of 200, or of the 2xx status that the operation answers with',
    source: pages.apiSchema,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        const statuses = [...responsesOf(subject, operation)].map(({ status }) => status);
        if (statuses.length === 0 || statuses.some((status) => /^(2..|default)$/i.test(status))) continue;
        yield {
          path: `${operation.path}/responses`,
          message: `${operation.name} has ${statuses.join(', ')}`,
        };
      }
    },
  },
  {
    id: 'response-content',
    demand: 'Every response has content with a schema.',
    bedrock: 'not documented',
    mend: 'Give the response content, with a schema for application/json',
    source: pages.apiSchema,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, value, status } of responsesOf(subject, operation)) {
          const media = Object.values(objectOf(value.content));
          if (media.length > 0 && media.every((type) => isObject(objectOf(type).schema))) continue;
          yield { path: `${path}/content`, message: `${operation.name} has none for ${status}` };
        }
      }
    },
  },
];
