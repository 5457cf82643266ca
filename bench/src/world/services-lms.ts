import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request whose body has come whole; the address says the rest. */
export type Answering = (request: { readonly method: string; readonly url: URL; readonly body: string }, response: ServerResponse) => Promise<void> | void;

/** The service side of an LMS: tokens for everybody, and one service, as fast as HTTP can be. */
export async function openServices(answer: Answering): Promise<string> {
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const { method = 'GET', url = '/' } = request;
      if (url === '/token') return sendJson(response, { access_token: 'bench-token', token_type: 'Bearer', expires_in: 3_600, scope: new URLSearchParams(body).get('scope') });
      return answer({ method, url: new URL(url, 'http://lms'), body }, response);
    }).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server listening on TCP has an AddressInfo
}

export function sendJson(response: ServerResponse, value: unknown, type = 'application/json'): void {
  response.setHeader('content-type', type).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks).toString('utf8');
}
