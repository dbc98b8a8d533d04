import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { ActionGroupEvent } from '../../../emulator/agent/action-group/event';
import { agentResources, functionResource, type HandMadeApp, handMadeApp } from '../hand-made-app';

const json = (schema: object = { type: 'object' }) => ({ 'application/json': { schema } });
const responses = { 200: { description: 'Done', content: json() } };
const itemId = {
  name: 'itemId',
  in: 'path',
  description: 'Number of the item',
  required: true,
  schema: { type: 'string' },
};
const body = (properties: object, required: string[] = []) => ({
  required: true,
  content: json({ type: 'object', properties, required }),
});
const text = { type: 'string' };

/** Things on a shelf: every kind of argument, and an operation that asks first. */
export const shelfDocument = {
  openapi: '3.0.0',
  info: { title: 'Shelf', version: '1.0.0' },
  paths: {
    '/items/{itemId}': {
      get: {
        operationId: 'getItem',
        description: 'Look at one item',
        parameters: [
          itemId,
          { name: 'detail', in: 'query', description: 'Say all', schema: { type: 'boolean' } },
        ],
        responses,
      },
      put: {
        operationId: 'putItem',
        description: 'Put an item on the shelf',
        parameters: [itemId],
        requestBody: body(
          {
            title: text,
            copies: { type: 'integer' },
            tags: { type: 'array', items: text },
            place: { type: 'object', properties: { row: { type: 'number' } } },
          },
          ['title'],
        ),
        responses,
      },
    },
    '/items/{itemId}/remove': {
      post: {
        operationId: 'removeItem',
        description: 'Take an item away',
        parameters: [itemId],
        requestBody: body({ reason: text }, ['reason']),
        responses,
        'x-requireConfirmation': 'ENABLED',
      },
    },
    '/trouble/{kind}': {
      get: {
        operationId: 'trouble',
        description: 'Goes wrong in the way that is asked for',
        parameters: [{ ...itemId, name: 'kind' }],
        responses,
      },
    },
  },
};

/** What the caller does itself. */
export const courierDocument = {
  openapi: '3.0.0',
  info: { title: 'Courier', version: '1.0.0' },
  paths: {
    '/parcels': {
      post: {
        operationId: 'sendParcel',
        description: 'Send a parcel',
        requestBody: body({ to: text }, ['to']),
        responses,
      },
    },
    '/parcels/recall': {
      post: {
        operationId: 'recallParcel',
        description: 'Call a parcel back',
        requestBody: body({ number: text }, ['number']),
        responses,
        'x-requireConfirmation': 'ENABLED',
      },
    },
  },
};

const handler = `
const fs = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
const { EVENTS, GATE } = process.env;
const wrong = {
  notAnObject: () => 'fine',
  noVersion: ({ messageVersion, ...rest }) => rest,
  noResponse: ({ response, ...rest }) => rest,
  otherGroup: (answer) => change(answer, { actionGroup: 'elsewhere' }),
  otherPath: (answer) => change(answer, { apiPath: '/trouble/1' }),
  noMethod: (answer) => change(answer, { httpMethod: undefined }),
  textStatus: (answer) => change(answer, { httpStatusCode: '200' }),
  bareBody: (answer) => change(answer, { responseBody: 'fine' }),
  objectBody: (answer) => change(answer, { responseBody: { 'application/json': { body: { fine: true } } } }),
  twoBodies: (answer) => change(answer, { responseBody: { a: { body: '' }, b: { body: '' } } }),
  responseState: (answer) => change(answer, { responseState: 'REPROMPT' }),
  attributes: (answer) => ({ ...answer, sessionAttributes: { visits: 3 } }),
  tooLong: (answer) => change(answer, { responseBody: { 'application/json': { body: 'x'.repeat(25600) } } }),
};
const change = ({ response, ...rest }, changes) => ({ ...rest, response: { ...response, ...changes } });
const attributes = {
  visited: (event) => ({ sessionAttributes: { ...event.sessionAttributes, visited: 'yes' } }),
  cleared: () => ({ sessionAttributes: {}, promptSessionAttributes: {} }),
};

exports.handler = async (event) => {
  fs.appendFileSync(EVENTS, JSON.stringify(event) + '\\n');
  const { actionGroup, apiPath, httpMethod } = event;
  const kind = event.parameters?.find(({ name }) => name === 'kind')?.value;
  if (kind === 'throw') throw new TypeError('the secret of the house');
  if (kind === 'loop') for (;;);
  if (kind === 'gate') while (!fs.existsSync(GATE)) await wait(2);
  if (kind === 'gate') fs.appendFileSync(EVENTS, JSON.stringify({ finished: kind }) + '\\n');
  const missing = kind === 'missing';
  const answer = {
    messageVersion: '1.0',
    response: {
      actionGroup,
      apiPath,
      httpMethod,
      httpStatusCode: missing ? 404 : 200,
      responseBody: {
        'application/json': { body: JSON.stringify(missing ? { code: 'NOT_FOUND' } : { done: apiPath }) },
      },
    },
    ...attributes[kind]?.(event),
  };
  return (wrong[kind] ?? ((same) => same))(answer);
};
`;

const lambda = { 'Fn::GetAtt': ['Shelf', 'Arn'] };
const group = (name: string, document: object, executor: object, more: object = {}) => ({
  ActionGroupName: name,
  ActionGroupExecutor: executor,
  ApiSchema: { Payload: JSON.stringify(document) },
  ...more,
});
export const shelfGroup = group('shelf', shelfDocument, { Lambda: lambda }, { Description: 'The shelf' });
export const courierGroup = group('courier', courierDocument, { CustomControl: 'RETURN_CONTROL' });

/** A group with other settings, for example disabled. */
export const changed = (one: ReturnType<typeof group>, more: object) => ({ ...one, ...more });

export interface Shelf extends HandMadeApp {
  /** The function's resource, for templates that are written anew. */
  readonly resource: ReturnType<typeof functionResource>;
  /** The events that the function was invoked with, and what it noted, the oldest first. */
  events(): ActionGroupEvent[];
  forget(): void;
  /** Lets a \`trouble\` of kind \`gate\` end. */
  openGate(): void;
}

/** An app with the shelf's function, and agents by their logical ids. */
export function shelfApp(agents: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Shelf {
  const notes = mkdtempSync(path.join(tmpdir(), 'shelf-'));
  const events = path.join(notes, 'events');
  const gate = path.join(notes, 'gate');
  const resource = functionResource('shelf', { EVENTS: events, GATE: gate }, 30);
  const app = handMadeApp(
    {
      Shelf: resource,
      ...Object.assign(
        {},
        ...Object.entries(agents).map(([id, properties]) => agentResources(id, properties)),
      ),
    },
    { shelf: handler },
  );
  return {
    ...app,
    resource,
    events: () =>
      existsSync(events)
        ? readFileSync(events, 'utf8')
            .trim()
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line))
        : [],
    forget: () => {
      writeFileSync(events, '');
      rmSync(gate, { force: true });
    },
    openGate: () => appendFileSync(gate, ''),
    remove() {
      app.remove();
      rmSync(notes, { recursive: true, force: true });
    },
  };
}
