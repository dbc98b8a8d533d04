import { once } from 'node:events';
import http from 'node:http';

export interface Reply {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A request as no SDK would send it, on a connection of its own. */
export async function send(
  { endpoint }: { readonly endpoint: string },
  path: string,
  options: http.RequestOptions = {},
  body: string | Buffer = '',
): Promise<Reply> {
  const { port } = new URL(endpoint);
  const request = http.request({ host: '127.0.0.1', port, path, agent: false, ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}
