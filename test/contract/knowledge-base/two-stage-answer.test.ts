import { type Converse, converseGenerator } from '../../../client/converse-generator';
import {
  byWords,
  type Generate,
  type RetrievedPassage,
  twoStageAnswer,
} from '../../../client/two-stage-answer';
import { bucketName, type OpenLibrary, openLibrary } from '../../kit/knowledge-base/library';

const documents: Readonly<Record<string, { readonly text: string; readonly audience: string }>> = {
  'a.md': { text: 'Shelves are dusted. Shelves are waxed. Shelves are loved.', audience: 'readers' },
  'b.md': { text: 'Shelf 4711 is dusted on Mondays with a dry cloth.', audience: 'readers' },
  'c.md': { text: 'Shelf 4711 is dusted with the vacuum cleaner of the staff.', audience: 'staff' },
  'd.md': { text: 'Chairs are washed with soap.', audience: 'readers' },
};

let library: OpenLibrary;
beforeAll(async () => {
  library = await openLibrary();
  for (const [key, { text, audience }] of Object.entries(documents)) {
    await library.put(key, text);
    await library.put(`${key}.metadata.json`, JSON.stringify({ metadataAttributes: { audience } }));
  }
  await library.sync();
});
afterAll(() => library.close());

const given: RetrievedPassage[][] = [];
/** Repeats the first passage. */
const repeat: Generate = async ({ passages }) => {
  given.push([...passages]);
  return { text: passages[0]?.text ?? '', used: [0] };
};
const ask = (props: Partial<Parameters<typeof twoStageAnswer>[0]> = {}) =>
  twoStageAnswer({
    client: library.runtime,
    knowledgeBaseId: library.knowledgeBaseId,
    question: 'When is shelf 4711 dusted?',
    generate: repeat,
    ...props,
  });
const uri = (key: string) => `s3://${bucketName}/${key}`;

it('answers from what the second stage puts first, and names its source', async () => {
  const last: typeof byWords = async (_, passages) =>
    passages.map(({ source }) => (source === uri('a.md') ? 1 : 0));
  const { text, sources, passages } = await ask({ rerank: last, kept: 2 });
  expect(text).toBe(documents['a.md']?.text);
  expect(sources.map(({ source }) => source)).toEqual([uri('a.md')]);
  expect(passages).toHaveLength(2);
});

it('keeps the sequence of the first stage where the second sees no difference', async () => {
  const found = await library.find('When is shelf 4711 dusted?');
  const { passages } = await ask({ rerank: async (_, all) => all.map(() => 0), kept: 10 });
  expect(passages.map(({ source }) => source)).toEqual(found.map(({ key }) => uri(key)));
});

it('narrows the first stage by metadata', async () => {
  const filter = { equals: { key: 'audience', value: 'staff' } };
  const { passages } = await ask({ filter });
  expect(passages).toMatchObject([{ source: uri('c.md'), metadata: { audience: 'staff' } }]);
});

it('asks no generator when nothing was found', async () => {
  given.length = 0;
  const answer = await ask({ question: 'kazoo banjo' });
  expect(answer).toEqual({ text: '', sources: [], passages: [] });
  expect(given).toEqual([]);
});

it.each<[string, Parameters<typeof ask>[0], RegExp]>([
  [
    'a re-ranker without a score for each',
    { rerank: async () => [1] },
    /rerank gave 1 scores for 4 passages/,
  ],
  [
    'a generator that cites nothing there is',
    { generate: async () => ({ text: '', used: [9] }) },
    /passage 9/,
  ],
])('says what is wrong with %s', async (_, props, message) => {
  await expect(ask(props)).rejects.toThrow(message);
});

it('passes on what AWS says of a knowledge base that there is not', async () => {
  await expect(ask({ knowledgeBaseId: 'GONE123456' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('puts exact names and numbers first without a model', async () => {
  const passages = Object.values(documents).map(({ text }) => ({ text, source: '', metadata: {}, score: 0 }));
  const scores = await byWords('4711 Mondays', passages);
  expect(scores.indexOf(Math.max(...scores))).toBe(1);
});

describe('a generator on Converse', () => {
  const requests: Parameters<Converse>[0][] = [];
  const saying = (text: string) =>
    converseGenerator({
      modelId: 'us.anthropic.claude-sonnet-4-6',
      converse: async (request) => {
        requests.push(request);
        return { output: { message: { content: [{ text }] } } };
      },
    });

  it('gets question and passages as data, and gives its citations as sources', async () => {
    const generate = saying('On Mondays [1], with a cloth [1][2].');
    const { text, sources, passages } = await ask({ generate });
    expect(text).toBe('On Mondays, with a cloth.');
    expect(sources).toEqual(passages.slice(0, 2));
    const [message] = requests.at(-1)?.messages ?? [];
    expect(JSON.parse(message?.content[0]?.text ?? '')).toEqual({
      question: 'When is shelf 4711 dusted?',
      passages: passages.map((passage, at) => ({ number: at + 1, text: passage.text })),
    });
  });

  it('takes no source from a number that there is not', async () => {
    const { text, sources } = await ask({ generate: saying('The passages do not say [7].') });
    expect({ text, sources }).toEqual({ text: 'The passages do not say.', sources: [] });
  });
});
