import { afterAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createAppServer, type Patience } from './app-server.ts';

const open: Server[] = [];
afterAll(() => Promise.all(open.map((server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }))));

async function served(app: express.Express, patience?: Patience): Promise<string> {
  const server = createAppServer(app, patience);
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

describe('a client that', () => {
  const patience: Patience = { forHeaders: 100, forRequest: 200, lookedFor: 20 };
  const post = 'POST /greet HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nname=';

  test.each([
    ['sends nothing', ''],
    ['does not end its headers', 'GET / HTTP/1.1\r\nhost: x\r\n'],
    ['does not end its form', post],
  ])('%s is sent away, however often it adds a byte', async (_what, beginning) => {
    const app = express().use(express.urlencoded({ extended: false })).post('/greet', (_request, response) => void response.end());
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(await served(app, patience)).port) });
    socket.on('error', () => {}); // a byte that comes after the end
    if (beginning !== '') socket.write(beginning);
    const dripping = setInterval(() => { if (beginning !== '') socket.write('a'); }, 20);
    const answer: Buffer[] = [];
    socket.on('data', (chunk) => answer.push(chunk));
    await once(socket, 'close');
    clearInterval(dripping);
    expect(Buffer.concat(answer).toString()).toMatch(/^HTTP\/1.1 408 /);
  });

  test('waits long for its answer gets it', async () => {
    const app = express().get('/', (_request, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 400);
    });
    expect(await (await fetch(await served(app, patience))).text()).toBe('ab');
  });
});
