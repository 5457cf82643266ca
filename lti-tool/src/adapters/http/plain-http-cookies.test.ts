import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { framedCookie, ownPageCookie } from '../../http/cookies.ts';
import { plainHttpCookies, takesSecureCookies } from './plain-http-cookies.ts';

test.each(['https://labs.example', 'http://localhost:3000', 'http://lms.localhost', 'http://127.0.0.1:3000', 'http://[::1]:3000'])('a browser keeps secure cookies of %s', (url) => {
  expect(takesSecureCookies(new URL(url))).toBe(true);
});

test.each(['http://192.168.0.5:3000', 'http://moodle.test', 'http://host.docker.internal:3000', 'http://localhost.example', 'http://127.example'])('a browser drops secure cookies of %s', (url) => {
  expect(takesSecureCookies(new URL(url))).toBe(false);
});

describe('cookies of a server', () => {
  let server: Server;
  beforeAll(async () => {
    const scope = { path: '/', maxAgeSeconds: 60 };
    const app = express();
    for (const [path, publicUrl] of [['/plain', 'http://192.168.0.5:3000'], ['/safe', 'https://labs.example']] as const) {
      app.use(path, plainHttpCookies(publicUrl), (_req, res) => {
        res.append('Set-Cookie', framedCookie('session', 'a', scope)).append('Set-Cookie', ownPageCookie('sign-in', 'b', scope)).sendStatus(204);
      });
    }
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  async function cookiesAt(path: string): Promise<string[]> {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server listens on a port');
    return (await fetch(`http://127.0.0.1:${address.port}${path}`, { headers: { connection: 'close' } })).headers.getSetCookie();
  }

  test('at a plain address are such as a browser keeps there', async () => {
    expect(await cookiesAt('/plain')).toEqual(['session=a; Path=/; Max-Age=60; HttpOnly', 'sign-in=b; Path=/; Max-Age=60; HttpOnly']);
  });

  test('at a safe address stay as they are', async () => {
    expect(await cookiesAt('/safe')).toEqual(['session=a; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=None; Partitioned', 'sign-in=b; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax']);
  });
});
