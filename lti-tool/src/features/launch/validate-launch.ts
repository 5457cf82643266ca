import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { errorsOf } from '../../errors.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import { firstRejection, isRecord, isText, shown, type Rejection } from './checks/check.ts';
import { claimChecks, headerChecks } from './checks/protocol.ts';
import { claim, type RawClaims } from './claims.ts';
import { isCompactForm } from './compact-form.ts';
import { readLaunch, type Launch } from './launch-claims.ts';
import { launchErrors } from './launch-errors.ts';
import { readState, type LaunchState, type StateKeys } from './launch-state.ts';
import type { PlatformDirectory } from './platform-directory.ts';
import { deploymentIn, type Registration } from './registration.ts';
import { isSignedBy } from './token-signature.ts';

const fail = errorsOf(launchErrors);

/** The keys by the name a token says: there, not published, or published but not for this signature. */
export type FoundKeys = { readonly kind: 'found'; readonly keys: readonly KeyObject[] } | { readonly kind: 'unknown' } | { readonly kind: 'unfit'; readonly why: string };

export interface WantedKey {
  readonly kid: string;
  readonly alg: string;
}

/** Finds the platform's keys that a token names. */
export interface PlatformKeys {
  /** @throws when the platform does not answer as it should */
  find(jwksUrl: string, key: WantedKey): Promise<FoundKeys>;
  /** The same, asked of the platform again if it was not asked a moment ago: a key may have been replaced under its name. */
  findAnew(jwksUrl: string, key: WantedKey): Promise<FoundKeys>;
}

export interface ValidationDeps extends StateKeys {
  readonly directory: PlatformDirectory;
  readonly keys: PlatformKeys;
}

/** What a platform posts to the launch address: the token, or why there is none (OpenID Connect Core 1.0 section 3.1.2.6). */
const responseSchema = z.object({
  state: z.string().min(1).max(20_000),
  id_token: z.string().max(200_000).optional(),
  // cut, not refused: however long its reasons are, the platform said no. An empty one says nothing (RFC 6749 section 3.1)
  error: z.string().transform((error) => error.slice(0, 500) || undefined).optional(),
  error_description: z.string().transform((description) => description.slice(0, 2_000)).optional(),
});

export interface ValidLaunch {
  readonly launch: Launch;
  readonly registration: Registration;
  readonly institutionId: InstitutionId;
  readonly state: LaunchState;
  /** The state as it came: it names the browser secret. */
  readonly stateToken: string;
}

/**
 * Decides whether a launch is what it says: ours, answered by the platform, signed, fresh, complete. That it is used
 * once, and by the browser that began it, is decided by its callers.
 * @param form the posted form, unparsed
 * @throws an error of `launchErrors`
 */
export async function validateLaunch(deps: ValidationDeps, form: unknown): Promise<ValidLaunch> {
  const response = parsedResponse(form);
  const state = await readState(deps, response.state);
  const token = tokenOf(response);
  const registrations = await deps.directory.find(state.issuer, state.clientId);
  const registration = registrationNamedBy(unverifiedPayload(token), registrations);
  if (registration === undefined) throw fail('LAUNCH_PLATFORM_UNKNOWN', { detail: `${state.issuer} was removed during the launch` });
  const claims = await verifiedClaims(deps.keys, token, registration);
  refuse(firstRejection(claimChecks, { claims, state, registration, nowSeconds: deps.clock.now().getTime() / 1000 }));
  return { ...acceptedLaunch(claims, registration), state, stateToken: response.state };
}

const reasonSchema = z.object({ error: z.string(), error_description: z.string().optional() });
/** Anybody may send one: no more of it goes into the log than an administrator needs. */
const LOGGED_CHARACTERS = 300;

/** Why a platform gives no token, where it leaves out which launch it speaks of: for the log. */
export function reasonIn(parameters: unknown): string {
  const given = reasonSchema.safeParse(parameters).data;
  return given === undefined ? '' : `; the platform says “${`${given.error}: ${given.error_description ?? ''}`.slice(0, LOGGED_CHARACTERS)}”`;
}

function parsedResponse(form: unknown): z.infer<typeof responseSchema> {
  const parsed = responseSchema.safeParse(form);
  if (!parsed.success) throw fail('LAUNCH_RESPONSE_MALFORMED', { detail: `${z.prettifyError(parsed.error)}${reasonIn(form)}` });
  return parsed.data;
}

/** What is wrong with the request or with the registration, and not with the person (RFC 6749 section 4.1.2.1): signing in again would be in vain. */
const aboutRequest: ReadonlySet<string> = new Set(['invalid_request', 'unauthorized_client', 'invalid_client', 'unsupported_response_type', 'invalid_scope']);

/** Moodle posts `error` and `state` when it will not say who the person is, or does not know our client id. */
function tokenOf({ error, error_description: description, id_token: token }: z.infer<typeof responseSchema>): string {
  if (error !== undefined) throw fail(aboutRequest.has(error) ? 'LAUNCH_REQUEST_REFUSED' : 'LAUNCH_PLATFORM_REFUSED', { detail: `${error}: ${description ?? ''}` });
  if (token === undefined || token === '') throw fail('LAUNCH_TOKEN_MALFORMED', { detail: 'no id_token' });
  return token;
}

/** Where registrations share issuer and client id, the deployment says whose keys to use. Believed only after the signature. */
export function registrationNamedBy(claims: RawClaims, registrations: readonly Registration[]): Registration | undefined {
  const deploymentId = claims[claim.deploymentId];
  return (isText(deploymentId) ? deploymentIn(registrations, deploymentId)?.registration : undefined) ?? registrations[0];
}

/** The claims of a token whose signature holds. @throws the errors of `headerChecks`, LAUNCH_KEY_UNKNOWN, LAUNCH_KEYS_UNAVAILABLE, LAUNCH_SIGNATURE, LAUNCH_TOKEN_MALFORMED */
export async function verifiedClaims(keys: PlatformKeys, token: string, { algorithms, jwksUrl }: Registration): Promise<RawClaims> {
  if (!isCompactForm(token)) throw fail('LAUNCH_TOKEN_MALFORMED', { detail: 'not three parts of base64url' });
  const header = headerOf(token);
  refuse(firstRejection(headerChecks, { header, algorithms }));
  const [kid, alg] = [String(header['kid']), String(header['alg'])];
  const signedBy = (found: FoundKeys): boolean => found.kind === 'found' && found.keys.some((key) => isSignedBy(token, key, alg));
  const found = await reached(jwksUrl, keys.find(jwksUrl, { kid, alg }));
  if (found.kind === 'unknown') throw fail('LAUNCH_KEY_UNKNOWN', { detail: `kid ${shown(kid)} is not among the keys of ${jwksUrl}` });
  if (found.kind === 'unfit') throw fail('LAUNCH_KEY_UNFIT', { detail: `kid ${shown(kid)} of ${jwksUrl}: ${found.why}` });
  if (!signedBy(found) && !signedBy(await reached(jwksUrl, keys.findAnew(jwksUrl, { kid, alg })))) throw fail('LAUNCH_SIGNATURE');
  return unverifiedPayload(token);
}

async function reached(jwksUrl: string, asked: Promise<FoundKeys>): Promise<FoundKeys> {
  try {
    return await asked;
  } catch (cause) {
    throw fail('LAUNCH_KEYS_UNAVAILABLE', { detail: `${jwksUrl}: ${String(cause)}`, cause });
  }
}

/** The header of a token, unverified. */
const headerOf = (token: string): Readonly<Record<string, unknown>> => partOf(token, 0, 'header');

/** What a token says before anything of it is believed. @throws LAUNCH_TOKEN_MALFORMED */
export const unverifiedPayload = (token: string): RawClaims => partOf(token, 1, 'payload');

function partOf(token: string, index: 0 | 1, name: string): Readonly<Record<string, unknown>> {
  const value = parsedJson(Buffer.from(token.split('.')[index] ?? '', 'base64url'));
  if (!isRecord(value)) throw fail('LAUNCH_TOKEN_MALFORMED', { detail: `the ${name} is not a JSON object` });
  return value;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strictUtf8.decode(bytes));
  } catch {
    return undefined;
  }
}

/** @throws the rejection, when there is one */
export function refuse(rejection: Rejection | undefined): void {
  if (rejection !== undefined) throw fail(rejection.code, { detail: rejection.detail });
}

function acceptedLaunch(claims: RawClaims, registration: Registration): Pick<ValidLaunch, 'launch' | 'registration' | 'institutionId'> {
  const read = readLaunch(claims);
  if ('problem' in read) throw fail('LAUNCH_CLAIMS_MALFORMED', { detail: read.problem });
  const { launch } = read;
  const found = deploymentIn([registration], launch.deploymentId);
  if (found === undefined) throw fail('LAUNCH_DEPLOYMENT_UNKNOWN', { detail: launch.deploymentId });
  return { launch, ...found };
}
