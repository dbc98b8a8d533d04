import { questions as customers } from '../../../fixtures/questions/customers.json';
import { questions } from '../../../fixtures/questions/questions.json';
import { corpusFiles, readText, sidecarSuffix } from './corpus-files';

const documents = corpusFiles()
  .map(({ file }) => file)
  .filter((file) => !file.endsWith(sidecarSuffix));
const texts = new Map<string, string>();
// A PDF breaks its lines where the page ends, so that only words can be compared.
const normalised = (text: string) => text.replace(/\s+/g, ' ');

beforeAll(async () => {
  for (const file of documents) texts.set(file, normalised(await readText(file)));
});

const ofKind = (kind: string) => questions.filter((question) => question.kind === kind);

it('are 40 in the words of the documents, 40 paraphrased and 10 without an answer', () => {
  expect(questions).toHaveLength(90);
  expect(['literal', 'paraphrased', 'unanswerable'].map((kind) => ofKind(kind).length)).toEqual([40, 40, 10]);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(90);
  expect(new Set(questions.map(({ question }) => question)).size).toBe(90);
});

it('each have an answer that stands verbatim in the named files', () => {
  const missing = questions.flatMap(({ id, expected }) =>
    expected
      .filter(({ file, answer }) => !texts.get(file)?.includes(normalised(answer)))
      .map(({ file, answer }) => `${id}: ${file} does not say "${answer}"`),
  );
  expect(missing).toEqual([]);
});

it('expect nothing exactly where nothing answers', () => {
  const silent = questions.filter(({ expected }) => expected.length === 0);
  expect(silent).toEqual(ofKind('unanswerable'));
});

it('ask about every document', () => {
  const asked = new Set(questions.flatMap(({ expected }) => expected.map(({ file }) => file)));
  expect(documents.filter((file) => !asked.has(file))).toEqual([]);
});

const stopWords = new Set(
  'the a an of to in is it and or for i my me do does you your what how which when can be on at with from by if are that this was will have has any as not after before up per into'.split(
    ' ',
  ),
);
const contentWords = (text: string) =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).filter(
      (word) => word.length > 1 && !stopWords.has(word),
    ),
  );

/** The mean share of a question's content words that stand within 300 characters of its first answer. */
function sharedWords(kind: string): number {
  const shares = ofKind(kind).map(({ question, expected: [first] }) => {
    const text = texts.get(first?.file ?? '') ?? '';
    const at = text.indexOf(normalised(first?.answer ?? ''));
    const near = contentWords(text.slice(Math.max(0, at - 300), at + 300));
    const asked = [...contentWords(question)];
    return asked.filter((word) => near.has(word)).length / asked.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

it('share most content words with the answer if literal, and few if paraphrased', () => {
  expect(sharedWords('literal')).toBeGreaterThan(0.6);
  expect(sharedWords('paraphrased')).toBeLessThan(0.25);
});

describe('what customers type', () => {
  it('is in two halves, each with questions that no document answers', () => {
    const halves = ['tuning', 'held-out'].map((half) => customers.filter((one) => one.half === half));
    expect(halves.map((half) => half.filter(({ documents: right }) => right.length > 0).length)).toEqual([
      48, 47,
    ]);
    expect(halves.map((half) => half.filter(({ documents: right }) => right.length === 0).length)).toEqual([
      8, 8,
    ]);
    expect(new Set(customers.map(({ question }) => question)).size).toBe(customers.length);
  });

  it('asks about every document, in words that one of them says of the answer', () => {
    const asked = new Set(customers.flatMap(({ documents: right }) => right));
    expect(documents.filter((file) => !asked.has(file))).toEqual([]);
    const unsaid = customers.flatMap(({ id, documents: right, says }) =>
      says
        .filter((one) => !right.some((file) => wordsOf(one).every((word) => wordsIn(file).has(word))))
        .map((one) => `${id}: ${one}`),
    );
    expect(unsaid).toEqual([]);
  });
});

const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}€$£¥%]+(?:\.\p{N}+)*/gu) ?? [];
const wordsIn = (file: string): ReadonlySet<string> => new Set(wordsOf(texts.get(file) ?? ''));
