import { contentProblem, contentWarning, nameProblem } from '../../../scripts/sync/content/lint-document';

const megabyte = 1024 * 1024;

it.each<[string, number, RegExp | undefined]>([
  ['returns.md', 1, undefined],
  ['a/b/REPORT.PDF', 50 * megabyte, undefined],
  ['returns.md', 0, /empty/],
  ['big.pdf', 50 * megabyte + 1, /it has 52428801 bytes: Bedrock takes 52428800/],
  ['slides.pptx', 10, /\.pptx is no document type: a knowledge base reads \.txt/],
  ['page.htm', 10, /\.htm is no document type/],
  ['Makefile', 10, /no ending/],
  ['line\nbreak.md', 10, /control character/],
  [`${'é'.repeat(600)}.md`, 10, /S3 takes 1024/],
])('%j of %d bytes', (file, bytes, reason) => {
  const problem = nameProblem(file, file, bytes);
  if (reason) expect(problem).toMatch(reason);
  else expect(problem).toBeUndefined();
});

it.each<[string, Buffer, RegExp | undefined]>([
  ['a.md', Buffer.from('# Größe — 3 €\n'), undefined],
  ['a.csv', Buffer.from('\uFEFFa;b\n'), undefined],
  ['a.md', Buffer.from('one\ntwo\ngr\xf6\xdfe\n', 'latin1'), /not encoded in UTF-8 \(line 3\)/],
  ['a.txt', Buffer.from('\uFEFFhello', 'utf16le'), /UTF-16/],
  ['a.md', Buffer.from('a\0b'), /zero byte/],
  ['a.md', Buffer.from(' \n\t\n'), /no text/],
  ['a.pdf', Buffer.from('%PDF-1.7\n'), undefined],
  ['a.pdf', Buffer.from('<html>'), /no PDF file/],
  ['a.docx', Buffer.from('PK\u0003\u0004rest'), undefined],
  ['a.docx', Buffer.from('\xd0\xcf\x11\xe0', 'latin1'), /no DOCX file/],
  ['a.DOC', Buffer.from('\xd0\xcf\x11\xe0', 'latin1'), undefined],
])('the content of %s, %j', (file, content, reason) => {
  const problem = contentProblem(file, content);
  if (reason) expect(problem).toMatch(reason);
  else expect(problem).toBeUndefined();
});

it('warns of more than ASCII in .txt alone', () => {
  expect(contentWarning('a/sizes.txt', Buffer.from('Größe'))).toContain('sizes.md');
  expect(contentWarning('a.txt', Buffer.from('size'))).toBeUndefined();
  expect(contentWarning('a.md', Buffer.from('Größe'))).toBeUndefined();
});
