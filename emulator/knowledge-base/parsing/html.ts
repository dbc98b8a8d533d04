import { HTMLElement, type Node, NodeType, parse } from 'node-html-parser';

const unread = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'SVG', 'IFRAME', 'OBJECT']);
const blocks = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL'.split(
    ' ',
  ),
);
/** The parser takes it for text. */
const doctype = /^\s*<!doctype[^>]*>/i;
const headings = /^H([1-6])$/;

/** The text that a page shows. Headings, list items and table rows are marked as in Markdown. */
export function htmlText(html: string): string {
  const text = textOf(parse(html.replace(doctype, ''), { comment: false, blockTextElements: { pre: true } }));
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function textOf(node: Node): string {
  if (node.nodeType === NodeType.TEXT_NODE) return node.text.replace(/\s+/g, ' ');
  if (!(node instanceof HTMLElement) || unread.has(node.tagName ?? '')) return '';
  const name = node.tagName ?? '';
  if (name === 'BR') return '\n';
  if (name === 'PRE') return `\n\n${node.text}\n\n`;
  if (name === 'TR') return `\n| ${cellsOf(node).join(' | ')} |`;
  const inner = node.childNodes.map(textOf).join('');
  const level = headings.exec(name)?.[1];
  if (level) return `\n\n${'#'.repeat(Number(level))} ${inner.trim()}\n\n`;
  if (name === 'LI') return `\n- ${inner.trim()}`;
  if (name === 'TBODY' || name === 'THEAD' || name === 'TFOOT') return inner;
  return blocks.has(name) ? `\n\n${inner}\n\n` : inner;
}

const cellsOf = (row: HTMLElement): string[] =>
  row.childNodes
    .filter((cell) => cell instanceof HTMLElement && /^T[DH]$/.test(cell.tagName ?? ''))
    .map((cell) => cell.childNodes.map(textOf).join('').replace(/\s+/g, ' ').trim());
