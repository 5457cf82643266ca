import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { guardedBy } from '../src/adapters/outbound/addresses.ts';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { closing, listening } from './launch-server.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/slow') return;
    if (req.url === '/drip') return void res.write('a');
    if (req.url === '/large') return void res.end('x'.repeat(2_000));
    if (req.url === '/away') return void res.writeHead(302, { location: 'http://elsewhere.example/' }).end();
    res.end(JSON.stringify({ agent: req.headers['user-agent'] }));
  });
  url = await listening(server);
});
afterAll(() => closing(server));

const outbound = createOutbound({ allowPrivateAddresses: true, timeoutMilliseconds: 200, maxBytes: 1_000 });

describe('a request to somebody else', () => {
  test('names the product', async () => {
    expect(JSON.parse((await outbound({ url })).body)).toEqual({ agent: 'Cloudclass' });
  });

  test.each(['/slow', '/drip'])('ends in time when %s does not', async (path) => {
    await expect(outbound({ url: url + path })).rejects.toMatchObject({ code: 'OUTBOUND_TIMED_OUT' });
  });

  test('ends when there is too much', async () => {
    await expect(outbound({ url: `${url}/large` })).rejects.toMatchObject({ code: 'OUTBOUND_TOO_LARGE' });
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
