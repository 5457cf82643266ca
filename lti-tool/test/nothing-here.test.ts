import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createServer } from 'node:http';
import pino from 'pino';
import { errorHandler } from '../src/adapters/http/error-handler.ts';
import { nothingAtBrokenPath, nothingHere } from '../src/adapters/http/nothing-here.ts';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { randomIds } from '../src/ports/clock.ts';
import { closing, listening } from './launch-server.ts';

const app = express().use(requestContext({ log: pino({ level: 'silent' }), ids: randomIds }));
app.get('/s/:session/:page', (_request, response) => void response.send('a page'));
const server = createServer(app.use(nothingHere, nothingAtBrokenPath, errorHandler));
let url: string;
beforeAll(async () => { url = await listening(server); });
afterAll(() => closing(server));

describe('an address where nothing is', () => {
  test('tells a person in their language where labs open, and never repeats the address', async () => {
    const answer = await fetch(`${url}/lti/launch?x=<script>`, { headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': 'ko' } });
    const page = await answer.text();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(page).toContain('강의의 활동에서 열립니다');
    expect(page).toContain('</svg>Cloudclass</p>');
    expect(page).not.toContain('script>');
  });

  test('tells a program the code', async () => {
    const answer = await fetch(`${url}/no/such/thing`, { headers: { accept: '*/*' } });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  });

  test('answers a post with the code too', async () => {
    const answer = await fetch(`${url}/`, { method: 'POST', headers: { accept: 'text/html' } });
    expect(await answer.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('is also one that cannot be decoded, for a person; a program is told that its input is bad', async () => {
    const broken = `${url}/s/%zz/lab`;
    const page = await fetch(broken, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('There is nothing at this address')]);
    const answer = await fetch(broken, { headers: { accept: 'application/json' } });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'BAD_INPUT' } }]);
  });
});
