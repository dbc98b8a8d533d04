import fc from 'fast-check';
import * as z from 'zod/mini';
import { defineActionGroup } from '../../../functions/action-group/define-action-group';
import { defineContract, type Handlers } from '../../../schemas/contract';
import { readAnswer } from '../../kit/agent/read-answer';
import { createContext, createEvent } from '../../kit/create-event';

const Note = z.strictObject({ id: z.int(), text: z.string() });
const listed = (method: 'get' | 'post', path: '/notes' | '/drafts') =>
  ({
    method,
    path,
    summary: 'List',
    description: 'List notes',
    identity: 'required',
    idempotent: true,
    page: { items: 'notes' },
    queryParameters: z.strictObject({
      colour: z.optional(z.string()),
      limit: z._default(z.int().check(z.gte(1), z.lte(50)), 10),
      pageToken: z.optional(z.string()),
    }),
    responses: {
      200: {
        description: 'Notes',
        schema: z.strictObject({
          notes: z.array(Note),
          total: z.optional(z.int()),
          nextPageToken: z.optional(z.string()),
        }),
      },
    },
  }) as const;

const notes = defineContract({
  title: 'Notes',
  description: 'Notes',
  version: '1.0.0',
  operations: { listNotes: listed('get', '/notes'), listDrafts: listed('post', '/drafts') },
});

type Note = z.infer<typeof Note>;
type List = Handlers<typeof notes>['listNotes'];
type Arguments = { colour?: string; limit?: number; pageToken?: string };
interface Page {
  readonly status: number | undefined;
  readonly bytes: number;
  readonly body: { notes: Note[]; nextPageToken?: string; code?: string; message?: string };
}

const positionOf = ({ id }: Note) => `#${id}`;

/** Lists what there is after a position, as a store would. */
const listFrom =
  (all: readonly Note[]): List =>
  ({ limit }, { after, reply, own }) => {
    const rest = all.slice(after === undefined ? 0 : all.findIndex((note) => positionOf(note) === after) + 1);
    return reply(200, { notes: rest.slice(0, limit), total: all.length }, own([], 'length'), {
      hasMore: rest.length > limit,
      positionOf,
    });
  };

function serve(listNotes: List) {
  const bugs: unknown[] = [];
  const listDrafts = listNotes as unknown as Handlers<typeof notes>['listDrafts'];
  const handler = defineActionGroup(
    notes,
    { listNotes, listDrafts },
    { report: (_, bug) => bug && bugs.push(bug) },
  );
  const ask = async (
    given: Arguments,
    { customerId = 'CUST-001', note = '', operationId = 'listNotes' as 'listNotes' | 'listDrafts' } = {},
  ): Promise<Page> => {
    const event = createEvent(notes, operationId, given, { customerId, sessionAttributes: { note } });
    const answer = await handler(event, createContext());
    const { status, body } = readAnswer(answer);
    return { status, bytes: Buffer.byteLength(JSON.stringify(answer)), body: body as Page['body'] };
  };
  return { ask, bugs };
}

const some = (count: number, text = 'note'): Note[] =>
  Array.from({ length: count }, (_, id) => ({ id, text }));

describe('a page', () => {
  it('has what the handler gave, and a token exactly when there is more', async () => {
    const { ask } = serve(listFrom(some(20)));
    const first = await ask({});
    expect(first.body.notes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const second = await ask({ pageToken: first.body.nextPageToken });
    expect(second.body.notes.map(({ id }) => id)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(second.body).not.toHaveProperty('nextPageToken');
  });

  it('is cut at whole items so that the response stays small, and goes on where it was cut', async () => {
    const all = some(50, 'ü"\\'.repeat(200));
    const { ask } = serve(listFrom(all));
    const page = await ask({ limit: 50 });
    expect(page.bytes).toBeLessThan(25_000);
    // One more would not have fitted.
    expect(page.bytes + Buffer.byteLength(JSON.stringify(JSON.stringify(all[0])))).toBeGreaterThan(25_000);
    expect(page.body.notes).toEqual(all.slice(0, page.body.notes.length));
    const next = await ask({ limit: 50, pageToken: page.body.nextPageToken });
    expect(next.body.notes[0]).toEqual(all[page.body.notes.length]);
  });

  it('and those after it have every item once, in sequence, whatever the sizes', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.nat(3_000).map((length) => '"'.repeat(length)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 3_000 }),
        async (texts, limit, attribute) => {
          const all = texts.map((written, id) => ({ id, text: written }));
          const { ask } = serve(listFrom(all));
          const read: Note[] = [];
          let pageToken: string | undefined;
          do {
            const page = await ask({ limit, pageToken }, { note: 'ü'.repeat(attribute) });
            expect(page).toMatchObject({ status: 200, body: { total: all.length } });
            expect(page.bytes).toBeLessThan(25_000);
            read.push(...page.body.notes);
            pageToken = page.body.nextPageToken;
          } while (pageToken);
          expect(read.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is an error when not even its first item fits', async () => {
    const { ask, bugs } = serve(listFrom(some(3, 'x'.repeat(30_000))));
    expect(await ask({})).toMatchObject({ status: 500, body: { code: 'ANSWER_TOO_LARGE' } });
    expect(bugs).toHaveLength(1);
  });

  it.each<[string, List]>([
    [
      'does not say whether there is more',
      (_, { reply, own }) => (reply as (...given: unknown[]) => never)(200, { notes: [] }, own([], 'length')),
    ],
    [
      'makes a token itself',
      (_, { reply, own }) =>
        reply(200, { notes: [], nextPageToken: 'x' } as never, own([], 'length'), {
          hasMore: false,
          positionOf,
        }),
    ],
    [
      'says that there is more after nothing',
      (_, { reply, own }) => reply(200, { notes: [] }, own([], 'length'), { hasMore: true, positionOf }),
    ],
  ])('is a bug when the handler %s', async (_, list) => {
    const { ask, bugs } = serve(list);
    expect(await ask({})).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(bugs).toMatchObject([{ name: 'InternalError' }]);
  });
});

describe('a token', () => {
  const { ask } = serve(listFrom(some(30)));
  const tokenOf = async (given: Arguments) => (await ask(given)).body.nextPageToken ?? '';
  const refused = {
    status: 400,
    body: { code: 'INVALID_INPUT', message: expect.stringMatching(/^pageToken: /) },
  };

  it('may be used with another limit, and again', async () => {
    const pageToken = await tokenOf({ limit: 3 });
    const pages = [await ask({ limit: 5, pageToken }), await ask({ limit: 5, pageToken })];
    expect(pages[0]?.body.notes.map(({ id }) => id)).toEqual([3, 4, 5, 6, 7]);
    expect(pages[1]).toEqual(pages[0]);
  });

  it('belongs to its customer, filter and operation', async () => {
    const pageToken = await tokenOf({ colour: 'red' });
    expect(await ask({ colour: 'red', pageToken })).toMatchObject({ status: 200 });
    expect(await ask({ colour: 'blue', pageToken })).toMatchObject(refused);
    expect(await ask({ pageToken })).toMatchObject(refused);
    expect(await ask({ colour: 'red', pageToken }, { customerId: 'CUST-002' })).toMatchObject(refused);
    expect(await ask({ colour: 'red', pageToken }, { operationId: 'listDrafts' })).toMatchObject(refused);
  });

  it('is refused when a single sign of it was changed', async () => {
    const pageToken = await tokenOf({});
    for (let at = 0; at < pageToken.length; at++) {
      const changed = `${pageToken.slice(0, at)}${pageToken[at] === 'A' ? 'B' : 'A'}${pageToken.slice(at + 1)}`;
      expect(await ask({ pageToken: changed })).toMatchObject(refused);
    }
    for (const changed of [
      '',
      '.',
      'x',
      `${pageToken}=`,
      ` ${pageToken}`,
      pageToken.slice(0, -1),
      `!${pageToken}`,
    ]) {
      expect(await ask({ pageToken: changed })).toMatchObject(refused);
    }
  });

  it('says nothing of the customer and stays short enough for a model to copy', async () => {
    const pageToken = await tokenOf({});
    expect(pageToken).toMatch(/^[\w-]+\.[\w-]{16}$/);
    expect(Buffer.from(pageToken, 'base64url').toString()).not.toContain('CUST');
  });
});
