import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { closing, listening } from './launch-server.ts';

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** A platform made by hand that registers tools, and misbehaves as a test asks. */
export class RegistrationPlatform {
  readonly url: string;
  /** What the configuration says; a test changes it. */
  configuration: Record<string, unknown>;
  /** Set to answer something else than the configuration, or never (null). */
  configurationAnswer: Answer | null | undefined;
  /** Set to answer something else than a registration, or never (null). */
  registrationAnswer: Answer | null | undefined;
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  readonly #server: Server;
  #clients = 0;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    this.configuration = this.usual();
    server.on('request', (req, res) => void (async () => {
      const path = req.url ?? '';
      this.asked.push({ path, headers: req.headers, body: await text(req) });
      const answer = path === '/registration' ? this.#registered() : this.#configured();
      if (answer === null) return;
      res.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
    })());
  }

  static async start(): Promise<RegistrationPlatform> {
    const server = createServer();
    return new RegistrationPlatform(server, await listening(server));
  }

  usual(): Record<string, unknown> {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/auth`, token_endpoint: `${this.url}/token`, jwks_uri: `${this.url}/jwks`, registration_endpoint: `${this.url}/registration`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'], token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      id_token_signing_alg_values_supported: ['RS256'], claims_supported: ['sub', 'name'],
      scopes_supported: ['https://purl.imsglobal.org/spec/lti-ags/scope/lineitem', 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly', 'https://purl.imsglobal.org/spec/lti-ags/scope/score', 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly'],
      [PLATFORM]: { product_family_code: 'moodle', version: '4.4', messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] }], variables: ['Context.id.history'] },
    };
  }

  /** Behaves again. */
  mend(): void {
    this.configuration = this.usual();
    this.configurationAnswer = undefined;
    this.registrationAnswer = undefined;
    this.asked.length = 0;
  }

  /** How often a tool asked to be registered. */
  get registrations(): number {
    return this.asked.filter(({ path }) => path === '/registration').length;
  }

  #configured(): Answer | null {
    return this.configurationAnswer === undefined ? { status: 200, body: JSON.stringify(this.configuration) } : this.configurationAnswer;
  }

  #registered(): Answer | null {
    if (this.registrationAnswer !== undefined) return this.registrationAnswer;
    this.#clients += 1;
    return { status: 200, body: JSON.stringify({ client_id: `client-${this.#clients}`, [TOOL]: { deployment_id: '2' } }) };
  }

  close(): Promise<void> {
    return closing(this.#server);
  }
}
