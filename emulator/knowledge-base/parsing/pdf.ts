import type { Section } from './parsed-document';

const betweenPages = '\n\n';

/** A PDF's text with where its pages begin. Scanned pages have none. */
export async function pdfSection(bytes: Uint8Array): Promise<Section> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  // pdf.js takes the buffer for its own, and warns of fonts on stdout unless it is told not to.
  const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  try {
    const { text } = await extractText(document, { mergePages: false });
    let start = 0;
    const pages = text.map((page, at) => {
      const found = { page: at + 1, start };
      start += page.length + betweenPages.length;
      return found;
    });
    return { text: text.join(betweenPages), pages };
  } finally {
    await document.destroy();
  }
}
