import type {
  OpenAPIObject,
  OperationObject,
  ParameterObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
} from 'openapi3-ts/oas30';
import { deedsOf, stopWords, synonymsOf } from '../language/lexicon';
import { nameWords, stemOf, wordsOf } from '../language/words';
import { type Answer, answerOf } from './answer';
import { contentStems, type Parameter, parameterOf } from './parameter';

/** One operation as the planner sees it: everything comes from its OpenAPI document. */
export interface Operation {
  /** `<actionGroup>__<operationId>`. */
  readonly tool: string;
  readonly operationId: string;
  readonly summary: string;
  /** Changes state: chosen only when its verb is asked for. */
  readonly writes: boolean;
  /** The words that ask for it, in base form; only for operations that change state. */
  readonly verbs: ReadonlySet<string>;
  readonly verb: string;
  /** What it is about, in the singular: the operation id without its verb. */
  readonly noun: string;
  readonly nounStems: ReadonlySet<string>;
  readonly summaryStems: ReadonlySet<string>;
  /** Stems of summary and description. */
  readonly stems: ReadonlySet<string>;
  readonly parameters: readonly Parameter[];
  readonly answer: Answer;
}

export interface ActionGroupDocument {
  readonly name: string;
  readonly document: OpenAPIObject;
}

/** A POST whose name says that it only reads, as searches with a body are. */
const lookingUp = /^(?:get|list|find|search|show|view|check|lookup|look|query|count|describe|fetch|read)$/;

type Described = OperationObject & { readonly 'x-requireConfirmation'?: string };

export function operationsOf(actionGroups: readonly ActionGroupDocument[]): Operation[] {
  const operations = actionGroups.flatMap(({ name, document }) =>
    Object.values(document.paths).flatMap((item) =>
      (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
        const operation = (item as Record<string, Described | undefined>)[method];
        return operation ? [operationOf(name, method, operation)] : [];
      }),
    ),
  );
  // What one description calls the thing, the others mean too.
  return operations.map((operation) => {
    const same = operations.filter(({ noun }) => noun === operation.noun);
    return { ...operation, nounStems: new Set(same.flatMap(({ nounStems }) => [...nounStems])) };
  });
}

function operationOf(actionGroup: string, method: string, operation: Described): Operation {
  const { operationId = '', summary = '', description = '' } = operation;
  const [verb = '', ...nouns] = nameWords(operationId);
  const alsoCalled = /\balso called:? ([^.;)]+)/i.exec(description)?.[1] ?? '';
  const noun = singular(nouns.join(' ')) || verb;
  const looksUp = lookingUp.test(verb) && operation['x-requireConfirmation'] !== 'ENABLED';
  const summaryVerb = wordsOf(summary)[0]?.lower ?? '';
  return {
    tool: `${actionGroup}__${operationId}`,
    operationId,
    summary: summary || description,
    writes: method !== 'get' && !(method === 'post' && looksUp),
    verb,
    verbs: new Set([verb, summaryVerb].filter(Boolean).flatMap(synonymsOf)),
    noun,
    nounStems: new Set(
      [...wordsOf(noun), ...wordsOf(alsoCalled)].flatMap(({ lower }) =>
        [singular(lower), ...deedsOf(singular(lower))].map(stemOf),
      ),
    ),
    summaryStems: contentStems(summary),
    stems: contentStems(`${summary} ${description.replace(/\balso called:? [^.;)]+/i, '')}`),
    parameters: parametersOf(operation),
    answer: answerOf(successSchema(operation)),
  };
}

function parametersOf(operation: OperationObject): Parameter[] {
  const parameters = (operation.parameters ?? []) as ParameterObject[];
  const body = (operation.requestBody as RequestBodyObject | undefined)?.content['application/json']
    ?.schema as SchemaObject | undefined;
  return [
    ...parameters.map(({ name, schema, required, description }) =>
      parameterOf(name, (schema ?? {}) as SchemaObject, required === true, description),
    ),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) =>
      parameterOf(name, schema as SchemaObject, body?.required?.includes(name) === true),
    ),
  ];
}

function successSchema({ responses }: OperationObject): SchemaObject {
  const [, success] =
    Object.entries(responses as Record<string, ResponseObject>).find(([status]) => status.startsWith('2')) ??
    [];
  return (success?.content?.['application/json']?.schema ?? {}) as SchemaObject;
}

export const singular = (noun: string): string =>
  noun
    .replace(/(?<=.{2})ies$/, 'y')
    .replace(/(?<=(?:s|x|z|ch|sh))es$/, '')
    .replace(/(?<=[^su])s$/, '');

export const plural = (noun: string): string => {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
};

/** Every word that the documents use, as stems: what they know of the domain. */
export function vocabularyOf(operations: readonly Operation[]): Map<string, string> {
  const vocabulary = new Map<string, string>();
  const add = (text: string) => {
    for (const { lower, stem } of wordsOf(text)) {
      if (lower.length > 3 && /^[a-z]+$/.test(lower) && !stopWords.has(lower)) vocabulary.set(lower, stem);
    }
  };
  for (const { noun, parameters, answer, verbs, writes } of operations) {
    add(`${noun} ${plural(noun)}`);
    if (writes) add([...verbs].join(' '));
    for (const { name, choices } of [...parameters, ...answer.properties]) {
      add(nameWords(name).join(' '));
      for (const { value } of choices) add(nameWords(value.toLowerCase()).join(' '));
    }
  }
  return vocabulary;
}
