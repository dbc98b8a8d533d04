import type { $ZodObject, $ZodType, $ZodTypes } from 'zod/v4/core';
import type { Contract, Operation } from '../../contract';
import { openApiDocument } from '../../openapi';
import { bedrockSchema, ContractError, pointerToken } from '../../openapi-schema';
import { envelopeProblems } from '../../problem';
import type { Offence, Rule } from '../rule';
import { pages } from '../sources';

const parts = ['pathParameters', 'queryParameters', 'requestBody'] as const;
/** Names under which a model could be talked into acting for somebody else. */
const identities = /^(customer|user|caller|principal|identity)[-_.]?(id|name|number|email|key)?$|^sub$/i;

function* operationsOf(contract: Contract) {
  for (const [operationId, operation] of Object.entries(contract.operations)) {
    yield { operationId, operation, path: `/operations/${pointerToken(operationId)}` };
  }
}

function* argumentsOf(operation: Operation) {
  for (const part of parts) {
    const shape = operation[part]?._zod.def.shape ?? {};
    for (const [name, schema] of Object.entries(shape)) {
      yield { name, schema, path: `/${part}/properties/${pointerToken(name)}` };
    }
  }
}

function* errorCodesOf(operation: Operation) {
  for (const [status, { codes = [] }] of Object.entries(operation.responses)) {
    for (const [index, code] of codes.entries()) {
      yield { code, status: Number(status), path: `/responses/${status}/codes/${index}` };
    }
  }
}

const shapeOf = (schema: $ZodType | undefined) => (schema as $ZodObject | undefined)?._zod.def.shape ?? {};
const isOptional = (schema: $ZodType) => schema._zod.optin !== undefined;

/** The type of a value behind optional, default and the like. */
function typeOf(schema: $ZodType | undefined): string | undefined {
  const { def } = (schema as $ZodTypes | undefined)?._zod ?? {};
  return def && 'innerType' in def ? typeOf(def.innerType as $ZodType) : def?.type;
}

/** The body of the operation's success, as far as it is an object. */
function successOf({ responses }: Operation) {
  const status = Object.keys(responses).find((key) => key.startsWith('2'));
  const schema = status === undefined ? undefined : responses[Number(status)]?.schema;
  return { path: `/responses/${status ?? 200}/schema`, shape: shapeOf(schema) };
}

/** Rules about a contract that its OpenAPI document cannot show. */
export const contractRules: readonly Rule<Contract>[] = [
  {
    id: 'contract-expressible',
    demand: 'OpenAPI 3.0.0 can say what the contract says, without loss.',
    bedrock: 'not documented',
    mend: 'Change the schema as the message says',
    source: pages.apiSchema,
    *check(contract) {
      try {
        openApiDocument(contract);
      } catch (error) {
        if (!(error instanceof ContractError)) throw error;
        yield { path: error.path, message: `${error.problem}. ${error.mend}` };
      }
    },
  },
  {
    id: 'identity-parameter',
    demand: 'The customer is never an argument: identity comes from the session attributes of the caller.',
    bedrock: 'not documented',
    mend: 'Delete it, set identity: "required", and use context.customerId',
    source: pages.sessionState,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        for (const argument of argumentsOf(operation)) {
          if (!identities.test(argument.name)) continue;
          yield {
            path: path + argument.path,
            message: `${operationId}: the model would fill ${argument.name}`,
          };
        }
      }
    },
  },
  {
    id: 'confirmation-arguments',
    demand: 'The confirmation names arguments of its operation only.',
    bedrock: 'not documented',
    mend: 'Name an argument of the operation, or write the words out',
    source: pages.confirmation,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        const names = [...argumentsOf(operation)].map(({ name }) => name);
        for (const [, name = ''] of (operation.confirmation ?? '').matchAll(/\{([^}]*)\}/g)) {
          if (names.includes(name)) continue;
          yield { path: `${path}/confirmation`, message: `${operationId} has no argument ${name}` };
        }
      }
    },
  },
  {
    id: 'status-range',
    demand: 'A status is a whole number from 200 to 599.',
    bedrock: 'not documented',
    mend: 'Use the HTTP status that fits',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        for (const status of Object.keys(operation.responses)) {
          if (/^[2-5]\d\d$/.test(status)) continue;
          yield {
            path: `${path}/responses/${pointerToken(status)}`,
            message: `${operationId} has ${status}`,
          };
        }
      }
    },
  },
  {
    id: 'error-codes-declared',
    demand: 'Every status from 400 on declares its codes, and no other status does.',
    bedrock: 'not documented',
    mend: 'Declare an error with problem(description, ...codes)',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        for (const [status, { codes = [] }] of Object.entries(operation.responses)) {
          if (Number(status) >= 400 === codes.length > 0) continue;
          const has = codes.length > 0 ? `has ${codes.join(', ')}` : 'has none';
          yield { path: `${path}/responses/${status}/codes`, message: `${operationId}: ${status} ${has}` };
        }
      }
    },
  },
  {
    id: 'error-code-unique',
    demand: 'An error code belongs to one status of its operation: the status is found by the code.',
    bedrock: 'not documented',
    mend: 'Rename one of the two',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        const first = new Map<string, number>();
        for (const { code, status, path: at } of errorCodesOf(operation)) {
          const earlier = first.get(code);
          if (earlier === undefined) first.set(code, status);
          else yield { path: path + at, message: `${operationId}: ${code} belongs to ${earlier} already` };
        }
      }
    },
  },
  {
    id: 'error-code-reserved',
    demand: 'A code of the envelope keeps its status.',
    bedrock: 'not documented',
    mend: 'Rename it: the envelope answers with its codes by itself',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        for (const { code, status, path: at } of errorCodesOf(operation)) {
          const owner = Object.entries(envelopeProblems).find(([, { codes }]) =>
            (codes as readonly string[]).includes(code),
          );
          if (!owner || Number(owner[0]) === status) continue;
          yield { path: path + at, message: `${operationId}: ${code} is the envelope's, with ${owner[0]}` };
        }
      }
    },
  },
  {
    id: 'page-items',
    demand: 'page.items names an array of the success body.',
    bedrock: 'not documented',
    mend: 'Name the property that holds the list',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        if (!operation.page) continue;
        const { items } = operation.page;
        if (typeOf(successOf(operation).shape[items]) === 'array') continue;
        yield { path: `${path}/page/items`, message: `${operationId}: ${items} is no array of its success` };
      }
    },
  },
  {
    id: 'page-parameters',
    demand:
      'A paged operation takes limit, a whole number with a maximum, and pageToken, an optional string.',
    bedrock: 'not documented',
    mend: 'Declare both in queryParameters, limit with a default or optional',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        if (!operation.page) continue;
        for (const message of pageParameters(operation.queryParameters)) {
          yield { path: `${path}/queryParameters`, message: `${operationId}: ${message}` };
        }
      }
    },
  },
  {
    id: 'page-token',
    demand: 'The success of a paged operation has an optional string nextPageToken.',
    bedrock: 'not documented',
    mend: 'Add nextPageToken, an optional string, to the success body',
    source: pages.lambda,
    *check(contract) {
      for (const { operationId, operation, path } of operationsOf(contract)) {
        if (!operation.page) continue;
        const success = successOf(operation);
        const token = success.shape.nextPageToken;
        if (token && isOptional(token) && typeOf(token) === 'string') continue;
        yield { path: path + success.path, message: `${operationId} has no optional string nextPageToken` };
      }
    },
  },
];

function* pageParameters(schema: $ZodObject | undefined): Generator<Offence['message']> {
  const { limit, pageToken } = shapeOf(schema);
  if (!limit || !isOptional(limit)) yield 'limit is missing or has no default';
  else if (!isBoundedInteger(limit)) yield 'limit is not a whole number with a maximum';
  if (!pageToken || !isOptional(pageToken) || typeOf(pageToken) !== 'string') {
    yield 'pageToken is missing or not an optional string';
  }
}

function isBoundedInteger(schema: $ZodType): boolean {
  try {
    const { type, maximum } = bedrockSchema(schema, 'input');
    return type === 'integer' && maximum !== undefined;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}
