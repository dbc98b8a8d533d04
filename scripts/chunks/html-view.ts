import { estimateNotice, type Preview, type PreviewedChunk, summary } from './preview';
import { describeChunking } from './strategy';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent) }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem }
main { display: grid; grid-auto-columns: minmax(22rem, 1fr); grid-auto-flow: column; gap: 1.5rem; overflow-x: auto }
h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin: 0 } h2 + p { margin-top: 0 }
article { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .8rem; padding: .6rem .8rem }
article.parent { padding-bottom: 0 } article.parent > header { margin-bottom: .6rem }
header { font-size: .85rem; opacity: .75 }
pre { font: inherit; margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: color-mix(in srgb, orange 30%, transparent); color: inherit }`;

/** The chunks of each strategy side by side, as a page that needs nothing else. What a chunk repeats is marked. */
export function htmlView(file: string, previews: readonly Preview[]): string {
  const warnings = [...new Set(previews.flatMap((one) => one.warnings))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Chunks of ${escaped(file)}</title>
<style>${style}
</style>
</head>
<body>
<h1>Chunks of ${escaped(file)}</h1>
${[...warnings, estimateNotice].map((text) => `<p>${escaped(text)}</p>`).join('\n')}
<main>
${previews.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section(preview: Preview): string {
  const { chunking, chunks, parents } = preview;
  const articles =
    parents.length === 0
      ? chunks.map((one, at) => article(one, at))
      : parents.map((parent, at) => {
          const children = chunks.flatMap((one, number) =>
            one.parent === at + 1 ? [article(one, number)] : [],
          );
          const header = `<header>Parent ${at + 1}, ${parent.tokens} tokens</header>`;
          return `<article class="parent">${header}\n${children.join('\n')}\n</article>`;
        });
  const heading = `<h2>${escaped(describeChunking(chunking))}</h2>\n<p>${escaped(summary(preview))}</p>`;
  return `<section>\n${heading}\n${articles.join('\n')}\n</section>`;
}

function article({ text, tokens, repeated }: PreviewedChunk, at: number): string {
  const again = repeated > 0 ? `<mark>${escaped(text.slice(0, repeated))}</mark>` : '';
  const body = `<pre>${again}${escaped(text.slice(repeated))}</pre>`;
  return `<article><header>#${at + 1}, ${tokens} tokens</header>${body}</article>`;
}
