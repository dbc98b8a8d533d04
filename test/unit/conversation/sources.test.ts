import { emptyHint, sourceOf, sourcesLine } from '../../../scripts/conversation/sources';
import { linesOf } from '../../../scripts/conversation/steps';

const s3 = (uri: string) => ({ type: 'S3' as const, s3Location: { uri } });
const cited = (...uris: string[]) => ({
  retrievedReferences: uris.map((uri) => ({ location: s3(uri), content: { text: 'It\nsays so.' } })),
});

it.each([
  ['a key in a bucket', s3('s3://documents/docs/orders/returns.md'), 'docs/orders/returns.md'],
  [
    'a web page',
    { type: 'WEB' as const, webLocation: { url: 'https://example.com/a' } },
    'https://example.com/a',
  ],
  ['an id', { type: 'CUSTOM' as const, customDocumentLocation: { id: 'note-7' } }, 'note-7'],
  ['its kind, where there is nothing else', { type: 'SQL' as const }, 'SQL'],
])('a source is named by %s', (_, location, name) => {
  expect(sourceOf(location)).toBe(name);
});

it('names each document once, in the sequence of the answer', () => {
  const citations = [cited('s3://b/two.md', 's3://b/one.md'), cited('s3://b/two.md')];
  expect(sourcesLine(citations)).toBe('Sources: two.md, one.md');
  expect(sourcesLine([])).toBeUndefined();
});

it('hints at the sync only if every search gave nothing at all', () => {
  const search = (passages: number) => ({ knowledgeBaseId: 'LIBRARY001', text: 'How long?', passages });
  const hint = (...found: number[]) => emptyHint(found.map(search), 'npm run -s sync');
  expect([hint(), hint(2), hint(0, 3)]).toEqual([undefined, undefined, undefined]);
  expect(hint(0)).toMatch(/no passage for "How long\?"\. It may be empty; .* npm run -s sync$/);
});

it('shows passages as one line each among the steps', () => {
  const [reference] = cited('s3://b/docs/one.md').retrievedReferences;
  const retrieval = {
    knowledgeBaseId: 'LIBRARY001',
    text: '?',
    retrievedReferences: reference ? [reference] : [],
  };
  expect(linesOf({ type: 'retrieval', retrieval })).toEqual([
    'found  1 passage',
    '       docs/one.md "It says so."',
  ]);
  expect(linesOf({ type: 'citation', citation: cited('s3://b/docs/one.md') })).toEqual([
    'cites  docs/one.md "It says so."',
  ]);
});
