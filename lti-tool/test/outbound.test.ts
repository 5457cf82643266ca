import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { guardedBy } from '../src/adapters/outbound/addresses.ts';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { closing, listening } from './launch-server.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/slow') return;
    if (req.url === '/drip') return void res.write('a');
    const size = /^\/large\/(\d+)$/.exec(req.url ?? '')?.[1];
    if (size !== undefined) return void res.end('x'.repeat(Number(size)));
    if (req.url === '/echo') return void text(req).then((body) => res.end(JSON.stringify({ method: req.method, length: req.headers['content-length'], body })));
    if (req.url === '/away') return void res.writeHead(302, { location: 'http://elsewhere.example/' }).end();
    res.end(JSON.stringify({ agent: req.headers['user-agent'] }));
  });
  url = await listening(server);
});
afterAll(() => closing(server));

const outbound = createOutbound({ allowPrivateAddresses: true, maxBytes: 1_000 });

describe('a request to somebody else', () => {
  test('names the product', async () => {
    expect(JSON.parse((await outbound({ url })).body)).toEqual({ agent: 'Cloudclass' });
  });

  test.each(['/slow', '/drip'])('ends in time when %s does not', async (path) => {
    await expect(outbound({ url: url + path, timeoutMilliseconds: 50 })).rejects.toMatchObject({ code: 'OUTBOUND_TIMED_OUT' });
  });

  test('ends when there is too much, and not a byte before', async () => {
    expect((await outbound({ url: `${url}/large/1000` })).body).toHaveLength(1_000);
    await expect(outbound({ url: `${url}/large/1001` })).rejects.toMatchObject({ code: 'OUTBOUND_TOO_LARGE' });
  });

  test('may be allowed another time and size than usual', async () => {
    const hasty = createOutbound({ allowPrivateAddresses: true, maxBytes: 1, timeoutMilliseconds: 50 });
    await expect(hasty({ url: `${url}/slow` })).rejects.toMatchObject({ code: 'OUTBOUND_TIMED_OUT' });
    expect((await hasty({ url: `${url}/large/2000`, maxBytes: 2_000, timeoutMilliseconds: 10_000 })).body).toHaveLength(2_000);
  });

  test('says how many bytes it sends, of what is more than letters, too', async () => {
    const answer = await outbound({ url: `${url}/echo`, method: 'PUT', headers: { 'content-type': 'text/plain' }, body: '한글' });
    expect(JSON.parse(answer.body)).toEqual({ method: 'PUT', length: '6', body: '한글' });
  });

  test('fails with the connection\'s own error where nobody listens', async () => {
    await expect(outbound({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('does not follow a redirect', async () => {
    expect((await outbound({ url: `${url}/away` })).status).toBe(302);
  });

  test('does not go to a name of which one address is private', async () => {
    const mixed = createOutbound({ allowPrivateAddresses: false, lookup: guardedBy((_name, _options, answer) => answer(null, [{ address: '8.8.8.8', family: 4 }, { address: '::1', family: 6 }])) });
    await expect(mixed({ url: 'http://platform.example/' })).rejects.toMatchObject({ code: 'OUTBOUND_PRIVATE_ADDRESS' });
  });

  test('does not go to a private address, by number or by name, unless it may', async () => {
    const guarded = createOutbound({ allowPrivateAddresses: false });
    await expect(guarded({ url })).rejects.toMatchObject({ code: 'OUTBOUND_PRIVATE_ADDRESS' });
    await expect(guarded({ url: url.replace('127.0.0.1', 'localhost') })).rejects.toMatchObject({ code: 'OUTBOUND_PRIVATE_ADDRESS' });
  });
});
