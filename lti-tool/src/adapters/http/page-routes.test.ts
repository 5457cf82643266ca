import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { pageRoutes } from './page-routes.ts';

const script = `console.log(${JSON.stringify('lab '.repeat(500))})`;
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><title>Cloudclass</title><!--bootstrap--></head><body></body></html>');
  writeFileSync(join(folder, 'first-load.json'), JSON.stringify({ lab: { scripts: ['/app/assets/lab.js'], styles: ['/app/assets/lab.css'] } }));
  writeFileSync(join(folder, 'assets/lab.js'), script);
  writeFileSync(join(folder, 'assets/lab.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/lab.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'assets/small.js'), 'let small;');
  server = createServer(express().use(pageRoutes(folder))).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function fetched(path: string, acceptEncoding?: string): Promise<{ readonly answer: IncomingMessage; readonly body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  const request = get({ port, path, headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding } });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { answer, body: Buffer.concat(await answer.toArray()) };
}

describe('a file of the build', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    [undefined, undefined, (body: Buffer) => body],
  ] as const)('goes to a browser that takes %s as %s', async (takes, encoding, read) => {
    const { answer, body } = await fetched('/app/assets/lab.js', takes);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['content-type']).toContain('text/javascript');
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(read(body).toString()).toBe(script);
  });

  test('that is too small to be compressed goes as it is', async () => {
    const { answer, body } = await fetched('/app/assets/small.js', 'br');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('let small;');
  });

  test('is kept for a year', async () => {
    expect((await fetched('/app/assets/lab.js', 'br')).answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('that is not there leads nowhere', async () => {
    expect((await fetched('/app/assets/gone.js', 'br')).answer.statusCode).toBe(404);
  });
});

describe('the shell', () => {
  test('names all that its page needs at once, and is never kept', async () => {
    const { answer, body } = await fetched('/s/some-session/lab');
    expect(body.toString()).toContain('<link rel="stylesheet" crossorigin href="/app/assets/lab.css"><link rel="modulepreload" crossorigin href="/app/assets/lab.js"></head>');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['/s/some-session/constructor', '/s/some-session/nothing', '/sign-in'])('of %s names nothing beforehand', async (path) => {
    const { answer, body } = await fetched(path);
    expect(answer.statusCode).toBe(200);
    expect(body.toString()).not.toContain('<link');
  });
});
