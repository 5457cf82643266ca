// oxlint-disable-next-line typescript/triple-slash-reference -- ambient modules cannot be imported, and tests compile only what is imported
/// <reference path="./ltijs.d.ts" />
import type Grade from 'ltijs/dist/Provider/Services/Grade.js';
import type client from 'ltijs/dist/Utils/Http.js';
import { guardedLookup, refuseInwardHost } from '../outbound/addresses.ts';

/** The parts of ltijs that speak to platforms. */
export interface LtijsParts {
  readonly Grade: typeof Grade;
}

export interface LtijsRules {
  readonly allowPrivateAddresses: boolean;
}

const TIMEOUT_MILLISECONDS = 10_000;
/** Of one answer: as `adapters/outbound` has it. */
const MAX_BYTES = 1_000_000;

let loaded: { readonly rules: LtijsRules; readonly parts: Promise<LtijsParts> } | undefined;

/**
 * Loads ltijs when a service is first used: a process that only serves pages never does. Its HTTP client is one for the
 * whole process, so all callers have to agree on the rules.
 */
export function ltijsParts(rules: LtijsRules): Promise<LtijsParts> {
  loaded ??= { rules, parts: load(rules) };
  if (loaded.rules.allowPrivateAddresses !== rules.allowPrivateAddresses) throw new Error('ltijs was loaded with other rules for addresses');
  return loaded.parts;
}

async function load(rules: LtijsRules): Promise<LtijsParts> {
  const { default: http } = await import('ltijs/dist/Utils/Http.js');
  limit(http, rules);
  const grade = await import('ltijs/dist/Provider/Services/Grade.js');
  return { Grade: grade.default };
}

type Client = typeof client;
type Send = Client['get'];

/**
 * ltijs sends without a time-out, repeats by itself and follows redirects with the token. Its services call these two
 * methods, so the limits are put there; retries are the job queue's. Its one post makes a line item, for which it
 * accepts any JSON: AGS platforms refuse to answer in another type than their own. Its HTTP client takes the host `unix` for a socket of this
 * machine, whose path the address names (`http://unix:/run/docker.sock:/…`), and an address is what a platform wrote.
 */
function limit(http: Client, rules: LtijsRules): void {
  const limits = { timeout: TIMEOUT_MILLISECONDS, retry: 0, followRedirect: false, ...(rules.allowPrivateAddresses ? {} : { lookup: guardedLookup }) };
  const limited = (send: Send, headers: object): Send => (url, options) => {
    if (new URL(url).hostname === 'unix') throw new Error('no socket of this machine is a platform');
    if (!rules.allowPrivateAddresses) refuseInwardHost(new URL(url));
    return cutShort(send(url, { ...options, ...limits, headers: { ...headers, ...options?.headers } }));
  };
  Object.assign(http, { get: limited(http.get, {}), post: limited(http.post, { Accept: 'application/vnd.ims.lis.v2.lineitem+json' }) });
}

/** Its client knows no limit of size, and would hold all of an answer that never ends. */
function cutShort(request: ReturnType<Send>): ReturnType<Send> {
  request.on('downloadProgress', ({ transferred }) => {
    if (transferred > MAX_BYTES) request.cancel();
  });
  return request;
}
