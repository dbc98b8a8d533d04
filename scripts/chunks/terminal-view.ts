import { estimateNotice, type Preview, type PreviewedChunk, summary } from './preview';
import { describeChunking } from './strategy';

/** In characters; narrower columns stand one below the other instead. */
const narrowest = 36;
const gap = ' │ ';

/** The chunks of each strategy, side by side where the terminal is wide enough. */
export function terminalView(previews: readonly Preview[], columns: number): string {
  const width = Math.floor((columns - gap.length * (previews.length - 1)) / previews.length);
  const warnings = previews.flatMap((one) => one.warnings);
  const body =
    previews.length === 1 || width < narrowest
      ? previews.map((one) => linesOf(one, columns).join('\n')).join('\n\n')
      : sideBySide(
          previews.map((one) => linesOf(one, width)),
          width,
        );
  return [body, '', ...new Set(warnings), estimateNotice].join('\n');
}

function linesOf(preview: Preview, width: number): string[] {
  const heading = [...wrap(describeChunking(preview.chunking), width), ...wrap(summary(preview), width)];
  const chunks = preview.chunks.flatMap((one, at) => [
    '',
    ...wrap(title(one, at), width),
    ...printed(one.text).flatMap((line) => wrap(line, width)),
  ]);
  return [...heading, '─'.repeat(Math.min(width, 60)), ...chunks];
}

function title({ tokens, repeated, parent, text }: PreviewedChunk, at: number): string {
  const share = Math.round((repeated / Math.max(text.length, 1)) * 100);
  return [
    `#${at + 1}`,
    `${tokens} tokens`,
    ...(parent === undefined ? [] : [`in parent ${parent}`]),
    ...(share > 0 ? [`${share} % repeated`] : []),
  ].join(', ');
}

const printed = (text: string): string[] => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a document's must not steer the terminal
  const safe = text.replace(/\t/g, '  ').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
  return safe.split('\n');
};

function sideBySide(sides: readonly (readonly string[])[], width: number): string {
  const height = Math.max(...sides.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    sides
      .map((lines) => pad(lines[row] ?? '', width))
      .join(gap)
      .trimEnd(),
  ).join('\n');
}

/** Ideographs and emoji take two places. */
const wide =
  /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/\p{Mn}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1), 0);
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Between words, or within one that is longer than a line. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\s)/)) {
    if (widthOf(line + word.trimEnd()) <= width) {
      line += word;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    for (const letter of word) {
      if (widthOf(line + letter) > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return [...lines, line.trimEnd()];
}
