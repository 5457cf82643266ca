import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { z } from 'zod';
import { serve } from '../run/child.ts';

/**
 * The ceiling: the least that is still a launch. It checks signature, issuer, audience, expiry, nonce and state, and writes two rows;
 * it has no tenants, courses, roles, events, pages or answers for a person.
 */
serve(async (question) => {
  const options = z.object({ databaseUrl: z.string(), issuer: z.string(), clientId: z.string() }).parse(question);
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 20 });
  await pool.query('create table person (subject text primary key, name text); create table session (nonce text primary key, subject text not null, at timestamptz not null default now())');
  const keys = createRemoteJWKSet(new URL(`${options.issuer}/jwks`));
  const app = express();
  app.get('/login', (_request, response) => {
    const [state, nonce] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
    response.cookie(`state-${state.slice(0, 8)}`, `${state}.${nonce}`, { httpOnly: true });
    response.redirect(`${options.issuer}/auth?${new URLSearchParams({ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', client_id: options.clientId, state, nonce })}`);
  });
  app.post('/launch', express.urlencoded({ extended: false }), async (request, response) => {
    const { state, id_token: token } = z.object({ state: z.string(), id_token: z.string() }).parse(request.body);
    const { payload } = await jwtVerify(token, keys, { issuer: options.issuer, audience: options.clientId });
    if (!(request.headers.cookie ?? '').includes(`${state}.${String(payload['nonce'])}`)) throw new Error('another browser');
    await pool.query({ name: 'person', text: 'insert into person values ($1, $2) on conflict (subject) do update set name = excluded.name', values: [payload.sub, payload['name']] });
    await pool.query({ name: 'session', text: 'insert into session (nonce, subject) values ($1, $2)', values: [payload['nonce'], payload.sub] });
    response.redirect('/page');
  });
  app.get('/page', (_request, response) => void response.send('It is alive.'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }; // a server listening on TCP has an AddressInfo
});
