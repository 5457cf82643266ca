import { KeyObject, sign as signBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { randomIds } from '../src/ports/clock.ts';
import { claim } from '../src/features/launch/claims.ts';
import { closing, listening, type LaunchServer } from './launch-server.ts';

export type Claims = Record<string, unknown>;

export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly cookie: string;
}

export interface Signing {
  readonly alg?: string;
  /** Null leaves it out. */
  readonly kid?: string | null;
  readonly key?: CryptoKey | Uint8Array;
}

/** A platform made by hand: it signs whatever a test asks for, so that every rule of a launch can be broken alone. */
export class LaunchPlatform {
  readonly clientId = 'by-hand';
  readonly deploymentId = 'deployment-1';
  readonly jwks: { keys: JWK[] } = { keys: [] };
  /** How often the key set was fetched. */
  fetches = 0;
  readonly url: string;
  readonly #server: Server;
  readonly #tool: LaunchServer;
  readonly #key: CryptoKey;

  private constructor(tool: LaunchServer, server: Server, { url, key }: { url: string; key: CryptoKey }) {
    this.#tool = tool;
    this.#server = server;
    this.#key = key;
    this.url = url;
  }

  static async start(tool: LaunchServer): Promise<LaunchPlatform> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const server = createServer();
    const platform = new LaunchPlatform(tool, server, { url: await listening(server), key: privateKey });
    platform.jwks.keys.push({ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' });
    server.on('request', (_req, res) => { platform.fetches += 1; res.end(JSON.stringify(platform.jwks)); });
    await platform.register();
    return platform;
  }

  register(more: Partial<Parameters<typeof addPlatform>[1]> = {}): Promise<string> {
    return addPlatform({ sql: this.#tool.made.database, ids: randomIds }, {
      institution: 'By Hand College', issuer: this.url, clientId: this.clientId, deploymentIds: [this.deploymentId],
      authorizationUrl: `${this.url}/auth`, tokenUrl: `${this.url}/token`, jwksUrl: `${this.url}/jwks`, ...more,
    });
  }

  /** Login initiation, up to the authorization request. */
  async begin(more: Record<string, string> = {}): Promise<Begun> {
    const query = new URLSearchParams({ iss: this.url, client_id: this.clientId, login_hint: 'u', target_link_uri: `${this.#tool.url}/lti/launch`, ...more });
    const response = await fetch(`${this.#tool.url}/lti/login?${query}`, { redirect: 'manual' });
    const location = new URL(response.headers.get('location') ?? '');
    return {
      state: location.searchParams.get('state') ?? '',
      nonce: location.searchParams.get('nonce') ?? '',
      cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    };
  }

  claims({ nonce }: Pick<Begun, 'nonce'>): Claims {
    const now = Math.floor(this.#tool.deps.clock.now().getTime() / 1000);
    return {
      iss: this.url, aud: this.clientId, sub: 'learner-1', iat: now, exp: now + 60, nonce,
      [claim.version]: '1.3.0',
      [claim.messageType]: 'LtiResourceLinkRequest',
      [claim.deploymentId]: this.deploymentId,
      [claim.targetLinkUri]: `${this.#tool.url}/lti/launch`,
      [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      [claim.context]: { id: 'course-1', title: 'By hand' },
      [claim.resourceLink]: { id: 'link-1', title: 'Lab' },
    };
  }

  sign(claims: Claims, { alg = 'RS256', kid = 'key-1', key = this.#key }: Signing = {}): Promise<string> {
    return new SignJWT(claims).setProtectedHeader(kid === null ? { alg } : { alg, kid }).sign(key);
  }

  /** A token of these very bytes, signed as they stand: for what no library would write. */
  signRaw(header: string, payload: string | Buffer): string {
    const signed = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
    return `${signed}.${this.signatureOf(signed)}`;
  }

  /** The platform's RS256 signature of a text. */
  signatureOf(text: string): string {
    return signBytes('RSA-SHA256', Buffer.from(text), KeyObject.from(this.#key)).toString('base64url');
  }

  /** Posts a launch as the platform's form does. */
  post(form: Record<string, string>, cookie: string): Promise<Response> {
    return fetch(`${this.#tool.url}/lti/launch`, { method: 'POST', body: new URLSearchParams(form), headers: { cookie }, redirect: 'manual' });
  }

  /** A whole launch whose claims a test may change. */
  async launch(change: (claims: Claims) => Claims = (claims) => claims, signing: Signing = {}): Promise<Response> {
    const begun = await this.begin();
    return this.post({ state: begun.state, id_token: await this.sign(change(this.claims(begun)), signing) }, begun.cookie);
  }

  close(): Promise<void> {
    return closing(this.#server);
  }
}
