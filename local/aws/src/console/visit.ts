import type { Cloud } from '../dispatch/cloud.ts';
import type { WireRequest } from '../server/wire.ts';
import type { Principal } from '../state/credentials.ts';
import type { ConsoleSession } from './sessions.ts';

/** One request of a signed-in browser. */
export interface Visit {
  readonly cloud: Cloud;
  readonly request: WireRequest;
  readonly session: ConsoleSession;
  readonly caller: Principal;
  /** Path segments after `/console`, decoded. */
  readonly path: readonly string[];
  readonly form: FormData;
}

/** Makes a call exactly as an SDK client with these credentials would. */
export function call(visit: Visit, service: string, operation: string, input: object = {}): Promise<object> {
  const { request, session, caller, cloud } = visit;
  const origin = {
    sourceIp: request.remoteAddress,
    userAgent: request.headers['user-agent'] ?? 'local-aws-console',
    host: request.headers['host'] ?? '',
    console: true as const,
  };
  return cloud.invoke({ service, operation, input, caller, region: session.region, origin });
}

/** A text field of the form; empty when it is absent. */
export function field(visit: Visit, name: string): string {
  const value = visit.form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What stood in a text field when the page's form failed; what is stored when nothing was sent. */
export function kept(visit: Visit, name: string, stored: string): string {
  const value = visit.form.get(name);
  return typeof value === 'string' ? value : stored;
}
