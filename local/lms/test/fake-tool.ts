import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { PlatformRegistration } from '../src/index.ts';

export type Launch = { claims: JWTPayload; header: { alg: string; kid?: string }; form: Record<string, string> };

/** Making keys takes long; the tools of one test file may share theirs. */
let madeKeys: ReturnType<typeof generateKeyPair> | undefined;

/** The smallest tool that is still one: it answers login initiation, verifies launches, signs assertions and responses. */
export class FakeTool {
  readonly url: string;
  readonly launches: Launch[] = [];
  readonly errors: Record<string, string>[] = [];
  readonly logins: { method: string; parameters: Record<string, string> }[] = [];
  /** Replaces parameters of the next authorization requests, to see them refused. `undefined` leaves one out. */
  authorizationOverrides: Record<string, string | undefined> = {};
  /** Emits `notice` with the JWT of each notice that is sent to `/lti/notices`. */
  readonly noticed = new EventEmitter();
  /** Markup answered after a good launch. */
  launchPage = '<p>tool</p>';
  registration: PlatformRegistration | undefined;
  readonly #server: Server;
  readonly #keys: { privateKey: CryptoKey; publicKey: CryptoKey };
  readonly #nonces = new Map<string, string>();

  private constructor(server: Server, keys: { privateKey: CryptoKey; publicKey: CryptoKey }) {
    this.#server = server;
    this.#keys = keys;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (req, res) => void this.#handle(req, res));
  }

  static async start(): Promise<FakeTool> {
    madeKeys ??= generateKeyPair('RS256');
    const keys = await madeKeys;
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeTool(server, keys);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Signs as the tool. Overrides replace claims, or leave them out when undefined. */
  async sign(payload: JWTPayload, overrides: Record<string, unknown> = {}, key: CryptoKey = this.#keys.privateKey): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.#registered.clientId, iat: now, exp: now + 60, ...payload, ...overrides };
    return new SignJWT(JSON.parse(JSON.stringify(claims))).setProtectedHeader({ alg: 'RS256', kid: 'tool-1' }).sign(key);
  }

  /** A token request as RFC 7523 has it. */
  async requestToken(scope: string, overrides: Record<string, unknown> = {}, key?: CryptoKey): Promise<Response> {
    const { clientId, tokenUrl } = this.#registered;
    const assertion = await this.sign({ sub: clientId, aud: tokenUrl, jti: randomUUID() }, overrides, key);
    return this.sendAssertion(scope, assertion);
  }

  async sendAssertion(scope: string, assertion: string): Promise<Response> {
    return fetch(this.#registered.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        scope,
      }),
    });
  }

  async accessToken(scope: string): Promise<string> {
    const response = await this.requestToken(scope);
    const body = (await response.json()) as { access_token: string };
    return body.access_token;
  }

  get lastLaunch(): Launch {
    const launch = this.launches.at(-1);
    if (launch === undefined) throw new Error(`No launch has arrived; errors: ${JSON.stringify(this.errors)}`);
    return launch;
  }

  get #registered(): PlatformRegistration {
    if (this.registration === undefined) throw new Error('The tool is not registered yet');
    return this.registration;
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.url);
    if (url.pathname === '/lti/notices') {
      const { notices } = JSON.parse(await text(req)) as { notices: { jwt: string }[] };
      for (const { jwt } of notices) this.noticed.emit('notice', jwt);
      return void res.end('{}');
    }
    const parameters = Object.fromEntries(req.method === 'POST' ? new URLSearchParams(await text(req)) : url.searchParams);
    if (url.pathname === '/lti/login') return this.#login(req.method ?? '', parameters, res);
    if (url.pathname === '/lti/launch') return this.#launch(parameters, res);
    if (url.pathname === '/lti/keys') {
      const jwk = await exportJWK(this.#keys.publicKey);
      return void res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [{ ...jwk, kid: 'tool-1', alg: 'RS256', use: 'sig' }] }));
    }
    res.writeHead(404).end();
  }

  #login(method: string, parameters: Record<string, string>, res: ServerResponse): void {
    this.logins.push({ method, parameters });
    const [state, nonce] = [randomUUID(), randomUUID()];
    this.#nonces.set(state, nonce);
    const request = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: parameters['client_id'],
      redirect_uri: `${this.url}/lti/launch`,
      login_hint: parameters['login_hint'],
      lti_message_hint: parameters['lti_message_hint'],
      state,
      nonce,
      ...this.authorizationOverrides,
    };
    const query = new URLSearchParams(Object.entries(request).filter((entry): entry is [string, string] => entry[1] !== undefined));
    res.writeHead(302, { location: `${this.#registered.authorizationUrl}?${query}` }).end();
  }

  async #launch(form: Record<string, string>, res: ServerResponse): Promise<void> {
    if (form['error'] !== undefined) {
      this.errors.push(form);
      return void res.writeHead(400).end(form['error']);
    }
    const { issuer, clientId, jwksUrl } = this.#registered;
    const verified = await jwtVerify(form['id_token'] ?? '', createRemoteJWKSet(new URL(jwksUrl)), { issuer, audience: clientId, algorithms: ['RS256'] });
    if (verified.payload['nonce'] !== this.#nonces.get(form['state'] ?? '')) return void res.writeHead(400).end('wrong nonce');
    this.launches.push({ claims: verified.payload, header: verified.protectedHeader, form });
    res.writeHead(200, { 'content-type': 'text/html' }).end(this.launchPage);
  }
}
