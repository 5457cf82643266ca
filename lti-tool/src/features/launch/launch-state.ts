import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import { sessionIdSchema } from '../../domain/ids.ts';
import { readKeyed, signKeyed } from './keyed-token.ts';
import { launchErrors } from './launch-errors.ts';

const fail = errorsOf(launchErrors);
/** How long a person may take between login initiation and launch. */
export const STATE_SECONDS = 600;

/** What the launch must match when it comes back. It travels through the browser, signed; nothing is kept here. */
const stateSchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  nonce: z.string(),
  targetLinkUri: z.string(),
  /** SHA-256 of the browser secret, so that the state alone opens nothing. */
  secretHash: z.string(),
  /** Frame that keeps values for us (LTI Platform Storage), when the platform offered one. */
  storageTarget: z.string().optional(),
});
/** Read back, it also says in seconds when the launch began. */
const begunSchema = stateSchema.extend({ exp: z.number() }).transform(({ exp, ...state }) => ({ ...state, begunAt: exp - STATE_SECONDS }));
export type LaunchState = z.infer<typeof begunSchema>;

/** A validated launch that waits for its browser: proves by secret, or by a person's click in a window of its own. */
const ticketSchema = z.object({ sessionId: sessionIdSchema, secretHash: z.string() });
export type LaunchTicket = z.infer<typeof ticketSchema>;

/** A session whose page was loaded anew in a frame without cookies. */
const resumptionSchema = z.object({ ...ticketSchema.shape, page: z.string() });

export interface StateKeys {
  /** 32 bytes for HMAC-SHA-256, the same in every process, for this purpose only. */
  readonly stateKey: Uint8Array;
  readonly clock: Clock;
}

/** Signs the state of a launch that begins now. */
export const signState = (keys: StateKeys, state: z.infer<typeof stateSchema>): Promise<string> => sign(keys, 'launch-state', state);

/** @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED */
export const readState = (keys: StateKeys, token: string): Promise<LaunchState> => read(keys, { kind: 'launch-state', schema: begunSchema }, token);

/** Signs a ticket for a launch whose browser is not proven yet. */
export const signTicket = (keys: StateKeys, ticket: LaunchTicket): Promise<string> => sign(keys, 'launch-ticket', ticket);

/** @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED */
export const readTicket = (keys: StateKeys, token: string): Promise<LaunchTicket> => read(keys, { kind: 'launch-ticket', schema: ticketSchema }, token);

/** Signs what a page needs to prove itself once more. */
export const signResumption = (keys: StateKeys, resumption: z.infer<typeof resumptionSchema>): Promise<string> => sign(keys, 'launch-resumption', resumption);

/** @throws LAUNCH_STATE_INVALID, LAUNCH_STATE_EXPIRED */
export const readResumption = (keys: StateKeys, token: string): Promise<z.infer<typeof resumptionSchema>> => read(keys, { kind: 'launch-resumption', schema: resumptionSchema }, token);

/** `kind` stands in the signed header, so that one kind of token is never taken for another. */
async function sign({ stateKey, clock }: StateKeys, kind: string, body: Record<string, unknown>): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  return signKeyed(stateKey, kind, { ...body, exp: now + STATE_SECONDS });
}

async function read<T>({ stateKey, clock }: StateKeys, { kind, schema }: { kind: string; schema: z.ZodType<T> }, token: string): Promise<T> {
  const body = verifiedBody(stateKey, kind, token);
  if (body.exp * 1000 <= clock.now().getTime()) throw fail('LAUNCH_STATE_EXPIRED');
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw fail('LAUNCH_STATE_INVALID', { detail: 'signed here, but by another version', cause: parsed.error });
  return parsed.data;
}

const expirySchema = z.looseObject({ exp: z.number() });

function verifiedBody(stateKey: Uint8Array, kind: string, token: string): z.infer<typeof expirySchema> {
  const signed = readKeyed(stateKey, token);
  if (signed === undefined) throw fail('LAUNCH_STATE_INVALID', { detail: 'not signed here' });
  if (signed.type !== kind) throw fail('LAUNCH_STATE_INVALID', { detail: `a ${String(signed.type)} is not a ${kind}` });
  return expirySchema.parse(signed.body);
}

/** SHA-256 in base64url. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Whether this secret is the one whose hash was signed. */
export function secretMatches(secret: string, secretHash: string): boolean {
  const [given, expected] = [Buffer.from(hashOf(secret)), Buffer.from(secretHash)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Name of the cookie, and of the platform's storage key, that hold the browser secret of one launch. */
export const secretNameOf = (state: string): string => `${SECRET_NAME}${hashOf(state).slice(0, 12)}`;
/** How all of these names begin. */
export const SECRET_NAME = 'cc_launch_';
