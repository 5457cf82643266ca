import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { patientFetch, Silence } from './patient-fetch.ts';

const SHORT = 40;
/** Longer than any test lasts. */
const LONG = 600_000;

let server: Server;
let url: string;
/** What each path answers; whoever is not here is never answered. */
const answers: Record<string, (response: ServerResponse) => void> = {
  '/whole': (response) => response.end('all of it'),
  '/empty': (response) => response.writeHead(204).end(),
};

/** Answers at once, and then falls silent until it is called off: over a real connection, a slow machine would be silent before. */
const stopping: typeof fetch = (_input, init) => {
  const body = new ReadableStream({
    start(out) {
      out.enqueue(new TextEncoder().encode('the beginning'));
      init?.signal?.addEventListener('abort', () => out.error(init.signal?.reason));
    },
  });
  return Promise.resolve(new Response(body));
};

beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? '']?.(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a network that nobody ends and on which nothing comes', () => {
  test('an answer that never begins fails', async () => {
    await expect(patientFetch(SHORT)(`${url}/never`)).rejects.toBeInstanceOf(Silence);
  });

  test('an answer that stops on the way fails where it is read', async () => {
    const response = await patientFetch(SHORT, stopping)(url);
    await expect(response.text()).rejects.toBeInstanceOf(Silence);
  });
});

describe('a network as it should be', () => {
  test.each([['/whole', 200, 'all of it'], ['/empty', 204, '']])('the answer of %s comes through as it is', async (path, status, text) => {
    const response = await patientFetch(LONG)(`${url}${path}`);
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  test('whoever asked may call it off, with their own reason', async () => {
    const control = new AbortController();
    const asked = patientFetch(LONG)(`${url}/never`, { signal: control.signal });
    control.abort(new Error('no longer wanted'));
    await expect(asked).rejects.toThrow('no longer wanted');
    await expect(patientFetch(LONG)(`${url}/never`, { signal: control.signal })).rejects.toThrow('no longer wanted');
  });
});
