import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { framedCookie, ownPageCookie } from '../../http/cookies.ts';
import { hostCookies } from './host-cookies.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  const app = express();
  for (const [path, publicUrl] of [['/tls', 'https://labs.example'], ['/trial', 'http://127.0.0.1:3000']] as const) {
    app.use(path, hostCookies(publicUrl), (req, res) => {
      res.append('Set-Cookie', framedCookie('cc_s_1', 'a', 60)).append('Set-Cookie', ownPageCookie('cc_staff', 'b', 60)).json(req.headers.cookie ?? null);
    });
  }
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server listening on TCP has an AddressInfo
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const ask = (path: string, cookie?: string) => fetch(`${url}${path}`, { headers: cookie === undefined ? {} : { cookie } });

test('over TLS a browser is told to take our cookies from this host alone, and each is of the form that it then demands', async () => {
  const cookies = (await ask('/tls')).headers.getSetCookie();
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-cc_s_1', '__Host-cc_staff']);
  for (const cookie of cookies) expect([/; Path=\/;/.test(cookie), /; Secure(;|$)/.test(cookie), /; Domain=/i.test(cookie)]).toEqual([true, true, false]);
});

test.each([
  ['ours are read by the names they were given', '__Host-cc_s_1=a; __Host-cc_staff=b', 'cc_s_1=a; cc_staff=b'],
  ['one that a neighbouring host has planted is not seen, whatever its place', 'cc_s_1=planted; __Host-cc_s_1=a; cc_s_1=planted', 'cc_s_1=a'],
  ['one that is planted alone is no cookie at all', 'cc_s_1=planted', null],
  ['those of other programs are none of ours', 'other=1', null],
  ['none is none', undefined, null],
])('over TLS %s', async (_what, sent, seen) => {
  expect(await (await ask('/tls', sent)).json()).toBe(seen);
});

test('at an address of the browser’s own machine, without TLS, names stay as they are: browsers refuse the others there', async () => {
  const answer = await ask('/trial', 'cc_s_1=a');
  expect([answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0]), await answer.json()]).toEqual([['cc_s_1', 'cc_staff'], 'cc_s_1=a']);
});
