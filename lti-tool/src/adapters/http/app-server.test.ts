import { afterAll, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppServer } from './app-server.ts';

const open: Server[] = [];
afterAll(() => Promise.all(open.map((server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }))));

async function served(app: express.Express): Promise<string> {
  const server = createAppServer(app);
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server listening on TCP has an AddressInfo
}

test('a request is the application\'s before the application has seen it', async () => {
  const app = express();
  const born: boolean[] = [];
  const server = createAppServer(app);
  server.prependListener('request', (request, response) => { born.push(Object.getPrototypeOf(request) === app.request, Object.getPrototypeOf(response) === app.response); });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`); // as above
  expect(born).toEqual([true, true]);
});

test('a form is read and answered as Express does it', async () => {
  const app = express().use(express.urlencoded({ extended: false })).post('/greet', (request, response) => void response.status(201).json({ name: request.body.name, ip: request.ip }));
  const answer = await fetch(`${await served(app)}/greet`, { method: 'POST', body: new URLSearchParams({ name: 'Kim' }) });
  expect([answer.status, await answer.json()]).toEqual([201, { name: 'Kim', ip: '127.0.0.1' }]);
});
