import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { defineContract, type OperationHandler, type Owned } from '../../../schemas/contract';
import { problem } from '../../../schemas/problem';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';

const notes = defineContract({
  title: 'Notes',
  description: 'Notes',
  version: '1.0.0',
  operations: {
    getNote: {
      method: 'get',
      path: '/note',
      summary: 'Get',
      description: 'Get the note',
      identity: 'required',
      idempotent: true,
      responses: {
        200: { description: 'The note', schema: z.strictObject({ text: z.string() }) },
        404: problem('No note', 'NO_NOTE'),
        409: problem('Locked', 'LOCKED'),
      },
    },
  },
});

type GetNote = OperationHandler<(typeof notes)['operations']['getNote']>;
const anas = { owner: 'ANA', text: "Ana's secret" };
const none = { code: 'NO_NOTE', message: 'No note.' } as const;
const forged = (row: object) => row as Owned;

const askAs = async (customerId: string, getNote: GetNote) => {
  const bugs: unknown[] = [];
  const handler = defineActionGroup(notes, { getNote }, { report: (_, bug) => bug && bugs.push(bug) });
  const answer = await handler(createEvent(notes, 'getNote', {}, { customerId }), createContext());
  return { ...readAnswer(answer), bugs };
};

const honest: GetNote = (_, { own, reply }) => {
  const note = own(anas, 'owner');
  return note ? reply(200, { text: note.text }, note) : reply(404, none);
};

it('is given to the owner, and is missing for everybody else', async () => {
  expect(await askAs('ANA', honest)).toMatchObject({ status: 200, body: { text: anas.text } });
  for (const other of ['BEN', 'ana', 'ANA-', 'owner']) {
    expect(await askAs(other, honest)).toEqual({ status: 404, body: none, bugs: [] });
  }
});

describe('own', () => {
  const found = async (row: object | null | undefined, owner: string) => {
    let result: unknown;
    await askAs('ANA', (_, { own, reply }) => {
      result = own(row, owner as never);
      return reply(404, none);
    });
    return result;
  };

  it.each<[string, object | null | undefined, string]>([
    ['nothing', undefined, 'owner'],
    ['null', null, 'owner'],
    ['a row without an owner', { text: 'x' }, 'owner'],
    ['an owner that is no text', { owner: ['ANA'] }, 'owner'],
    ['an owner by inheritance', Object.create({ owner: 'ANA' }), 'owner'],
    ['a name that every object has', { text: 'x' }, 'constructor'],
  ])('does not know %s', async (_, row, owner) => {
    expect(await found(row, owner)).toBeUndefined();
  });

  it('gives the very row', async () => {
    expect(await found(anas, 'owner')).toBe(anas);
  });

  it('gives a list whose rows are all the customer’s, and an empty one', async () => {
    expect(await found([anas, { owner: 'ANA' }], 'owner')).toEqual([anas, { owner: 'ANA' }]);
    expect(await found([], 'owner')).toEqual([]);
  });

  it('takes a list with a foreign row for a bug', async () => {
    const { status, body, bugs } = await askAs('BEN', (_, { own, reply }) =>
      reply(200, { text: anas.text }, own([{ owner: 'BEN' }, anas], 'owner')),
    );
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(bugs).toMatchObject([{ name: 'InternalError', message: expect.stringContaining('row 1') }]);
  });
});

describe('an answer about what own did not give is a bug, and nothing of it gets out', () => {
  let kept: Owned | undefined;
  it.each<[string, GetNote]>([
    [
      'nothing, by a cast',
      (_, { reply }) => (reply as (...given: unknown[]) => never)(200, { text: anas.text }),
    ],
    ['the row by a cast', (_, { reply }) => reply(200, { text: anas.text }, forged(anas))],
    ['a refusal', (_, { reply }) => reply(409, { code: 'LOCKED', message: anas.text }, forged(anas))],
    [
      'a copy of what own gave',
      (_, { own, reply, customerId }) => {
        const mine = own({ owner: customerId }, 'owner');
        return mine ? reply(200, { text: anas.text }, { ...mine }) : reply(404, none);
      },
    ],
    [
      "a row that was kept from its owner's call",
      (_, { own, reply }) => {
        kept ??= own(anas, 'owner');
        return kept ? reply(200, { text: anas.text }, kept) : reply(404, none);
      },
    ],
  ])('%s', async (_, getNote) => {
    await askAs('ANA', getNote);
    const { status, body, bugs } = await askAs('BEN', getNote);
    expect({ status, body }).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(bugs).toMatchObject([
      { name: 'InternalError', message: expect.stringContaining('what own did not') },
    ]);
  });
});
