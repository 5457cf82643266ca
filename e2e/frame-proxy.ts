import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FrameProxy {
  readonly url: string;
  /** Whether platforms may offer their storage; false takes the offer out of every login. */
  offersStorage: boolean;
  close(): Promise<void>;
}

/**
 * What stands between a browser and everybody else so that no frame is ever given a cookie, not even a partitioned one: there are browsers
 * like that, and Chromium is none of them.
 */
export async function startFrameProxy(): Promise<FrameProxy> {
  const server = createServer((request, response) => {
    pass(request, response, proxy.offersStorage).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FrameProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offersStorage: true,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function pass(request: IncomingMessage, response: ServerResponse, offersStorage: boolean): Promise<void> {
  const sent = await text(request);
  const body = offersStorage ? sent : sent.replace(/lti_storage_target=[^&]*/, '');
  const { 'content-length': _length, ...headers } = request.headers;
  const onward = send(request.url ?? '', { method: request.method, headers: { ...headers, ...(body !== '' && { 'content-length': Buffer.byteLength(body) }) } }, (answer) => {
    const { 'set-cookie': cookies, ...others } = answer.headers;
    const kept = request.headers['sec-fetch-dest'] === 'iframe' || cookies === undefined ? others : { ...others, 'set-cookie': cookies };
    response.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(response);
    response.on('close', () => answer.destroy());
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}
