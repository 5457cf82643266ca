import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { answer, nextId, payHosted, seconds, showEvent, type ApiContext } from './api.ts';
import { StripeApiError } from './errors.ts';
import { noFaults, strikes, type Faults } from './faults.ts';
import { parseForm } from './form.ts';
import { invoiceById } from './invoices.ts';
import { dashboardPage, invoicePage } from './pages.ts';
import { openState, type State } from './state.ts';
import { createWebhookSender, type WebhookSender } from './webhooks.ts';

export interface LocalStripeOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly secretKey?: string;
  readonly webhook?: { readonly url: string; readonly secret: string };
  /** Where the state is kept; in memory only without it. */
  readonly dataDir?: string;
  readonly clock?: { now(): Date };
}

export interface LocalStripe {
  readonly url: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

interface Server {
  readonly context: ApiContext;
  readonly state: State;
  readonly faults: Faults;
  readonly secretKey: string;
  save(): void;
}

/** Starts the endpoint on 127.0.0.1. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<LocalStripe> {
  const { state, save } = openState(options.dataDir);
  const faults = noFaults();
  const webhooks = createWebhookSender(options.webhook);
  const clock = options.clock ?? { now: () => new Date() };
  const http = createServer((request, response) => void handle(server, request, response));
  http.listen(options.port, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`;
  const server: Server = { context: contextOf({ state, url, clock, webhooks, faults }), state, faults, secretKey: options.secretKey ?? 'sk_test_local', save };
  return {
    url,
    faults,
    async close() {
      await webhooks.close();
      http.close();
      http.closeAllConnections();
      save();
    },
  };
}

function contextOf({ state, url, clock, webhooks, faults }: { state: State; url: string; clock: { now(): Date }; webhooks: WebhookSender; faults: Faults }): ApiContext {
  return {
    state,
    url,
    now: () => clock.now(),
    raise(type, object) {
      const event = { id: nextId(state, 'evt'), type, created: seconds(clock.now()), object };
      state.events.push(event);
      webhooks.send(showEvent(event), faults.duplicateWebhooks ? 2 : 1);
    },
  };
}

async function handle(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', server.context.url);
  try {
    if (url.pathname.startsWith('/v1/')) await handleApi(server, url, request, response);
    else handlePage(server, url, request, response);
  } catch (error) {
    const known = error instanceof StripeApiError ? error : new StripeApiError(500, 'api_error', error instanceof Error ? error.message : 'unknown');
    send(response, known.status, known.body);
  }
}

async function handleApi(server: Server, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const { faults } = server;
  if (strikes(faults, 'reset')) return void request.socket.destroy();
  if (strikes(faults, 'throttle')) throw new StripeApiError(429, 'rate_limit_error', 'Too many requests');
  if (strikes(faults, 'fail')) throw new StripeApiError(500, 'api_error', 'An unknown error occurred');
  if (request.headers.authorization !== `Bearer ${server.secretKey}`) throw new StripeApiError(401, 'invalid_request_error', 'Invalid API Key provided');
  const kept = onceByKey(server, { key: header(request, 'idempotency-key'), identity: `${request.method} ${url.pathname} ${body}` }, () =>
    JSON.stringify(answer(server.context, { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, form: parseForm(body) })));
  server.save();
  if (strikes(faults, 'loseReply')) return void request.socket.destroy();
  send(response, 200, kept);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The same key with the same request answers the same again; with another request it is an error. */
function onceByKey({ state }: Server, { key, identity }: { key: string | undefined; identity: string }, run: () => string): string {
  if (key === undefined) return run();
  const kept = state.answers[key];
  if (kept !== undefined) {
    if (kept.request !== identity) throw new StripeApiError(400, 'idempotency_error', 'Keys for idempotent requests can only be used with the same parameters they were first used with.');
    return kept.body;
  }
  const body = run();
  state.answers[key] = { request: identity, status: 200, body };
  return body;
}

function handlePage(server: Server, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const { state } = server;
  const [, kind, id = '', act] = url.pathname.split('/');
  if (url.pathname === '/_local/health') return send(response, 200, '{"status":"alive"}');
  if (kind === 'invoice' && act === 'pay' && request.method === 'POST') {
    if (invoiceById(state, id).status === 'open') payHosted(server.context, id);
    server.save();
    return void response.writeHead(303, { location: `/invoice/${id}` }).end();
  }
  if (kind === 'invoice') return send(response, 200, invoicePage(state, invoiceById(state, id)), 'text/html; charset=utf-8');
  if (url.pathname === '/') return send(response, 200, dashboardPage(state), 'text/html; charset=utf-8');
  throw new StripeApiError(404, 'invalid_request_error', `Unrecognized request URL (${request.method}: ${url.pathname}).`);
}

function send(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
