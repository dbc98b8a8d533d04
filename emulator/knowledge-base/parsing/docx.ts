import { htmlText } from './html';

/** A Word document's text: by way of HTML, which keeps its tables' rows and its lists' items apart. */
export async function docxText(bytes: Uint8Array): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  return htmlText(value);
}
