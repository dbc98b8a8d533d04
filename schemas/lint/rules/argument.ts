import { pointerToken } from '../../openapi-schema';
import {
  bodyPropertiesOf,
  type DocumentSubject,
  hasText,
  isObject,
  objectOf,
  operationsOf,
  parametersOf,
  resolve,
} from '../document';
import { type Rule, repeated } from '../rule';
import { messages, pages } from '../sources';

const templateNames = (apiPath: string) => [...apiPath.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);

/** Rules about what the agent fills: parameters and the properties of the request body. */
export const argumentRules: readonly Rule<DocumentSubject>[] = [
  {
    id: 'path-parameters',
    demand: 'The path template and the path parameters name the same things.',
    bedrock: 'not documented',
    mend: 'Declare a path parameter for each {name} of the path, and no other',
    source: pages.openApiPaths,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        const names = templateNames(operation.apiPath);
        const declared = [...parametersOf(subject, operation)].filter(({ value }) => value.in === 'path');
        for (const { path, value } of declared) {
          if (names.includes(String(value.name))) continue;
          yield { path, message: `${operation.name}: ${value.name} is not in ${operation.apiPath}` };
        }
        for (const name of names) {
          if (declared.some(({ value }) => value.name === name)) continue;
          yield {
            path: `${operation.path}/parameters`,
            message: `${operation.name}: {${name}} has no parameter`,
          };
        }
      }
    },
  },
  {
    id: 'path-parameter-required',
    demand: 'A path parameter is required.',
    bedrock: 'not documented',
    mend: 'Set required: true, or make it a query parameter',
    source: pages.openApiParameter,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, value } of parametersOf(subject, operation)) {
          if (value.in !== 'path' || value.required === true) continue;
          yield { path: `${path}/required`, message: `${operation.name}: ${value.name} is not` };
        }
      }
    },
  },
  {
    id: 'path-parameter-scalar',
    demand: 'A path parameter is a string, a number or a boolean.',
    bedrock: 'not documented',
    mend: 'Put objects and arrays into the request body',
    source: pages.openApiParameter,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, value } of parametersOf(subject, operation)) {
          const { type } = objectOf(resolve(subject.document, value.schema));
          if (value.in !== 'path' || (type !== 'object' && type !== 'array')) continue;
          yield { path: `${path}/schema/type`, message: `${operation.name}: ${value.name} is an ${type}` };
        }
      }
    },
  },
  {
    id: 'parameter-in',
    demand: 'A parameter is in path or query: the event carries no headers and no cookies.',
    bedrock: 'not documented',
    mend: 'Move it into path, query or request body; what the caller knows belongs into session attributes',
    source: pages.lambda,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, value } of parametersOf(subject, operation)) {
          if (value.in === 'path' || value.in === 'query') continue;
          yield {
            path: `${path}/in`,
            message: `${operation.name}: ${value.name} is in ${JSON.stringify(value.in)}`,
          };
        }
      }
    },
  },
  {
    id: 'parameter-description',
    demand: 'Every parameter has a description, beside its schema and not inside.',
    bedrock: 'not documented',
    mend: 'Say what it is and how the user would put it',
    source: pages.apiSchema,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, value } of parametersOf(subject, operation)) {
          if (hasText(value.description)) continue;
          yield { path: `${path}/description`, message: `${operation.name}: ${value.name} has none` };
        }
      }
    },
  },
  {
    id: 'property-description',
    demand: 'Every property of a request body has a description: the agent asks the user by it.',
    bedrock: 'not documented',
    mend: 'Say what it is and how the user would put it',
    source: pages.apiSchema,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, name, value } of bodyPropertiesOf(subject, operation)) {
          if (hasText(value.description)) continue;
          yield { path: `${path}/description`, message: `${operation.name}: ${name} has none` };
        }
      }
    },
  },
  {
    id: 'argument-name',
    demand: 'The name of an argument has 1 to 64 letters, digits, underscores, dots and hyphens.',
    bedrock: messages.propertyKeys,
    mend: 'Rename it',
    source: messages.propertyKeys.source,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        for (const { path, name } of argumentsOf(subject, operation)) {
          if (/^[a-zA-Z0-9_.-]{1,64}$/.test(name)) continue;
          yield { path, message: `${operation.name}: ${JSON.stringify(name)} does not fit` };
        }
      }
    },
  },
  {
    id: 'argument-collision',
    demand:
      'No two arguments of an operation have one name, wherever they are: a handler gets them side by side.',
    bedrock: 'not documented',
    mend: 'Rename one of the two',
    source: pages.lambda,
    *check(subject) {
      for (const operation of operationsOf(subject)) {
        const all = [...argumentsOf(subject, operation)];
        for (const { item, earlier } of repeated(all, ({ name }) => name)) {
          yield {
            path: item.path,
            message: `${operation.name}: ${item.name} is ${all[earlier]?.path} already`,
          };
        }
      }
    },
  },
  {
    id: 'request-body-method',
    demand: 'GET and DELETE have no request body.',
    bedrock: 'not documented',
    mend: 'Use POST, or make its properties query parameters',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value, method, name } of operationsOf(subject)) {
        if ((method !== 'get' && method !== 'delete') || value.requestBody === undefined) continue;
        yield { path: `${path}/requestBody`, message: `${name} is a ${method.toUpperCase()}` };
      }
    },
  },
  {
    id: 'request-body-json',
    demand: 'A request body is application/json, an object with properties.',
    bedrock: 'not documented',
    mend: 'Describe it under content, application/json, with type: object and properties',
    source: pages.apiSchema,
    *check(subject) {
      for (const { path, value, name } of operationsOf(subject)) {
        if (value.requestBody === undefined) continue;
        const body = objectOf(resolve(subject.document, value.requestBody));
        const { schema } = objectOf(objectOf(body.content)['application/json']);
        if (isObject(objectOf(resolve(subject.document, schema)).properties)) continue;
        const at = `${path}/requestBody/content/${pointerToken('application/json')}/schema`;
        yield { path: at, message: `${name} has no properties there` };
      }
    },
  },
];

function* argumentsOf(subject: DocumentSubject, operation: Parameters<typeof parametersOf>[1]) {
  for (const { path, value } of parametersOf(subject, operation)) {
    yield { path: `${path}/name`, name: String(value.name ?? '') };
  }
  for (const { path, name } of bodyPropertiesOf(subject, operation)) yield { path, name };
}
