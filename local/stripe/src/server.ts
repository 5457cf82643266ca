import { fontFile } from '@cloudclass/local-fonts';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answer } from './api.ts';
import { seconds, type ApiContext } from './context.ts';
import { StripeApiError } from './errors.ts';
import { showEvent } from './events.ts';
import { noFaults, strikes, type Faults } from './faults.ts';
import { parseForm } from './form.ts';
import { answerOnce, type Answer } from './idempotency.ts';
import { actOnHostedPage } from './invoice-states.ts';
import { invoiceById } from './invoices.ts';
import { dashboardPage, invoicePage } from './pages.ts';
import { failRefund } from './refunds.ts';
import { nextId, openState } from './state.ts';
import { createWebhookSender, type WebhookTarget } from './webhooks.ts';

export interface LocalStripeOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** `sk_test_local` unless it is said otherwise. */
  readonly secretKey?: string;
  readonly webhook?: WebhookTarget;
  /** Where the state is kept; in memory only without it. */
  readonly dataDir?: string;
  readonly clock?: { now(): Date };
}

export interface LocalStripe {
  readonly url: string;
  /** What shall go wrong next; may be set at any time. */
  readonly faults: Faults;
  /** Lets the payer's bank send a refund back, by its id. */
  failRefund(id: string): void;
  close(): Promise<void>;
}

const FONTS = '/fonts/';

interface Server {
  readonly context: ApiContext;
  readonly faults: Faults;
  readonly secretKey: string;
  save(): void;
}

/** Starts the endpoint on 127.0.0.1. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<LocalStripe> {
  const { state, save } = openState(options.dataDir);
  const faults = noFaults();
  const clock = options.clock ?? { now: () => new Date() };
  const webhooks = createWebhookSender(options.webhook, { faults, now: () => clock.now() });
  const http = createServer((request, response) => void handle(server, request, response));
  http.listen(options.port, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`;
  const context: ApiContext = {
    state,
    url,
    now: () => clock.now(),
    raise(type, object) {
      const event = { id: nextId(state, 'evt'), type, created: seconds(clock.now()), object };
      state.events.push(event);
      webhooks.send(showEvent(event));
    },
  };
  const server: Server = { context, faults, secretKey: options.secretKey ?? 'sk_test_local', save };
  return {
    url,
    faults,
    failRefund(id) {
      failRefund(context, id);
      save();
    },
    async close() {
      await webhooks.close();
      http.close();
      http.closeAllConnections();
      save();
    },
  };
}

async function handle(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', server.context.url);
  try {
    if (url.pathname.startsWith('/v1/')) await handleApi(server, url, request, response);
    else if (url.pathname.startsWith(FONTS)) await sendFont(url.pathname.slice(FONTS.length), response);
    else handlePage(server, url, request, response);
  } catch (error) {
    const known = error instanceof StripeApiError ? error : new StripeApiError(500, 'api_error', error instanceof Error ? error.message : 'unknown');
    send(response, known);
  }
}

async function handleApi(server: Server, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const { faults, context } = server;
  if (strikes(faults, 'reset')) return void request.socket.destroy();
  if (strikes(faults, 'bareNotFound')) return send(response, { status: 404, body: '{}' });
  if (strikes(faults, 'throttle')) throw new StripeApiError(429, 'rate_limit_error', 'Too many requests');
  if (strikes(faults, 'fail')) throw new StripeApiError(500, 'api_error', 'An unknown error occurred');
  if (request.headers.authorization !== `Bearer ${server.secretKey}`) throw new StripeApiError(401, 'invalid_request_error', 'Invalid API Key provided');
  const method = request.method ?? 'GET';
  const key = request.headers['idempotency-key'];
  const keyed = { key: typeof key === 'string' ? key : undefined, request: `${method} ${url.pathname} ${body}`, at: seconds(context.now()) };
  const given = answerOnce(context.state.answers, keyed, () =>
    JSON.stringify(answer(context, { method, path: url.pathname, form: parseForm(method === 'GET' ? url.search : body) })));
  server.save();
  if (strikes(faults, 'loseReply')) return void request.socket.destroy();
  send(response, given);
}

function handlePage(server: Server, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const { context } = server;
  const [, kind, id = '', act] = url.pathname.split('/');
  if (url.pathname === '/_local/health') return send(response, { status: 200, body: '{"status":"alive"}' });
  if (kind === 'invoice' && request.method === 'POST' && (act === 'pay' || act === 'decline')) {
    if (invoiceById(context.state, id).status === 'open') actOnHostedPage(context, id, act);
    server.save();
    return void response.writeHead(303, { location: `/invoice/${encodeURIComponent(id)}` }).end();
  }
  if (kind === 'invoice' && act === undefined) return sendPage(response, invoicePage(context.state, invoiceById(context.state, id)));
  if (url.pathname === '/') return sendPage(response, dashboardPage(context.state));
  throw new StripeApiError(404, 'invalid_request_error', `Unrecognized request URL (${request.method}: ${url.pathname}).`);
}

async function sendFont(name: string, response: ServerResponse): Promise<void> {
  const file = await fontFile(name);
  response.writeHead(file === undefined ? 404 : 200, file?.headers).end(file?.body);
}

function send(response: ServerResponse, { status, body }: Pick<Answer, 'status' | 'body'>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body);
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
