import { z } from 'zod';
import { errorsOf } from '../../errors.ts';
import { launchErrors } from './launch-errors.ts';
import { hashOf, secretNameOf, signState, type StateKeys } from './launch-state.ts';
import type { PlatformDirectory } from './platform-directory.ts';
import type { PlatformAddresses, Registration } from './registration.ts';

const fail = errorsOf(launchErrors);

/** Anybody may send a login: no more of it than a person needs goes into the log. */
const LOGGED_CHARACTERS = 300;

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Third-party initiated login (LTI 1.3 Core section 4.1, 1EdTech Security Framework 1.0 section 5.1.1.1). */
const loginSchema = z.object({
  iss: z.string().min(1).max(2_000),
  login_hint: z.string().min(1).max(10_000),
  // as it came, with a space that somebody pasted along: the launch names it letter by letter
  target_link_uri: z.string().max(10_000).refine(isWebAddress, 'is no address of a page'),
  // Moodle's hint is JSON and used once; whatever it is, it goes back as it came
  lti_message_hint: z.string().max(10_000).optional(),
  // a parameter without a value counts as left out (RFC 6749 section 3.1)
  client_id: z.string().max(2_000).optional().transform((id) => id || undefined),
  lti_deployment_id: z.string().max(2_000).optional().transform((id) => id || undefined),
  lti_storage_target: z.string().max(200).optional().transform((target) => target || undefined),
});
type LoginRequest = z.infer<typeof loginSchema>;

export interface LoginDeps extends StateKeys {
  readonly directory: PlatformDirectory;
  /** Origin under which browsers reach this server. */
  readonly publicUrl: string;
  /** Addresses it had before: platforms keep in an activity the one it was placed with. */
  readonly formerUrls: readonly string[];
  /** Origins that the pages of a platform may have beside its own, by issuer. */
  readonly pageOrigins: (issuer: string) => readonly string[];
  /** An unguessable text, 256 bits in base64url. */
  readonly randomText: () => string;
}

export interface Login {
  /** Whose pages show the launch. */
  readonly platform: PlatformAddresses;
  /** Where the browser goes on: the platform's authorization endpoint. */
  readonly continueUrl: string;
  /** The browser secret and the name it is kept under. */
  readonly secret: { readonly name: string; readonly value: string };
  /** Where the platform keeps it as well, when it offers that. */
  readonly storage: { readonly target: string; readonly platformOrigin: string; readonly pageOrigins: readonly string[]; readonly newWindowUrl: string } | undefined;
}

/**
 * Begins a launch: finds who asks, makes nonce, browser secret and signed state, and says where to go on.
 * @param parameters query or form of the request, unparsed
 * @throws LAUNCH_LOGIN_MALFORMED, LAUNCH_PLATFORM_UNKNOWN, LAUNCH_DEPLOYMENT_UNKNOWN, LAUNCH_TARGET_FOREIGN
 */
export async function login(deps: LoginDeps, parameters: unknown): Promise<Login> {
  const parsed = loginSchema.safeParse(parameters);
  if (!parsed.success) throw fail('LAUNCH_LOGIN_MALFORMED', { detail: z.prettifyError(parsed.error) });
  const request = parsed.data;
  const registration = await registrationFor(deps.directory, request);
  if (!isOurs(deps, request.target_link_uri)) throw fail('LAUNCH_TARGET_FOREIGN', { detail: request.target_link_uri.slice(0, LOGGED_CHARACTERS) });
  const [nonce, value] = [deps.randomText(), deps.randomText()];
  const state = await signState(deps, {
    issuer: registration.issuer,
    clientId: registration.clientId,
    nonce,
    targetLinkUri: request.target_link_uri,
    secretHash: hashOf(value),
    ...(request.lti_storage_target === undefined ? {} : { storageTarget: request.lti_storage_target }),
  });
  return {
    platform: registration,
    continueUrl: authorizationUrl(deps, { registration, request, state, nonce }),
    secret: { name: secretNameOf(state), value },
    storage: storageOf(deps, registration, request),
  };
}

const isOurs = ({ publicUrl, formerUrls }: LoginDeps, target: string): boolean => [publicUrl, ...formerUrls].some((url) => new URL(url).origin === new URL(target).origin);

async function registrationFor(directory: PlatformDirectory, request: LoginRequest): Promise<Registration> {
  const found = await directory.find(request.iss, request.client_id);
  const deployment = request.lti_deployment_id;
  const deployed = deployment === undefined ? undefined : found.find(({ deployments }) => deployments.has(deployment));
  // with vendors that share issuer and client id, another customer's registration is not where this person signs in
  if (deployment !== undefined && deployed === undefined && found.length > 1) throw fail('LAUNCH_DEPLOYMENT_UNKNOWN', { detail: `lti_deployment_id is ${deployment}` });
  // nor where nobody says which client id is meant: the launch itself names the deployment, but not before the person has signed in somewhere
  const places = new Set(found.map(({ clientId, authorizationUrl }) => `${clientId} ${authorizationUrl}`));
  if (deployed === undefined && places.size > 1) throw fail('LAUNCH_LOGIN_MALFORMED', { detail: `${request.iss} has several registrations, and neither client_id nor lti_deployment_id says which` });
  const registration = deployed ?? found[0];
  if (registration === undefined) throw fail('LAUNCH_PLATFORM_UNKNOWN', { detail: `${request.iss} with client id ${request.client_id ?? '(none)'}` });
  return registration;
}

interface Begun {
  readonly registration: Registration;
  readonly request: LoginRequest;
  readonly state: string;
  readonly nonce: string;
}

/** Moodle 4.4 refuses any other scope, and any prompt but `none`. */
function authorizationUrl({ publicUrl }: LoginDeps, { registration, request, state, nonce }: Begun): string {
  const url = new URL(registration.authorizationUrl);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: registration.clientId,
    redirect_uri: new URL('/lti/launch', publicUrl).href,
    login_hint: request.login_hint,
    state,
    nonce,
    ...(request.lti_message_hint === undefined ? {} : { lti_message_hint: request.lti_message_hint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** LTI Platform Storage 0.1: the platform's frame keeps the secret where the browser keeps no cookie of ours. */
function storageOf({ publicUrl, pageOrigins }: LoginDeps, { authorizationUrl, issuer }: Registration, request: LoginRequest): Login['storage'] {
  const { lti_storage_target: target, ...rest } = request;
  if (target === undefined) return undefined;
  const newWindow = new URL('/lti/login', publicUrl);
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) newWindow.searchParams.set(name, value);
  return { target, platformOrigin: new URL(authorizationUrl).origin, pageOrigins: pageOrigins(issuer), newWindowUrl: newWindow.href };
}
