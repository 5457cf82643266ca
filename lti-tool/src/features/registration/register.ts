import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { CodedError, errorsOf, fail as failAtAll } from '../../errors.ts';
import type { InstitutionId, PlatformId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { refusalOf, understoodAlgorithms } from './configuration-checks.ts';
import { moveInvite, noteProblem, type Invite } from './invite-store.ts';
import { openInvite } from './invites.ts';
import { readConfiguration, type PlatformConfiguration } from './platform-configuration.ts';
import { readAnswer, type RegistrationAnswer } from './registration-answer.ts';
import { registrationErrors, type RegistrationErrorCode } from './registration-errors.ts';
import { describeTool } from './tool-description.ts';
import { planRegistration, registrationRequest, type RegistrationPlan } from './tool-registration.ts';

const fail = errorsOf(registrationErrors);

/** One request to a host that somebody else named: limited in time and size, and kept out of private networks. */
type Outbound = (request: { readonly url: string; readonly method?: 'GET' | 'POST'; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }) => Promise<{ readonly status: number; readonly body: string }>;

/** A platform as it is kept. */
interface PlatformToKeep {
  readonly institutionId: InstitutionId;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentIds: readonly string[];
  readonly takesDeployments: boolean;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly tokenAudience?: string | undefined;
  readonly jwksUrl: string;
  readonly product?: string | undefined;
  readonly algorithms: ('RS256' | 'ES256')[];
}

export interface RegisterDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly outbound: Outbound;
  readonly publicUrl: string;
  readonly allowPrivateAddresses: boolean;
  /** Keeps the platform in the transaction that closes the invite, with its note in the audit log. */
  readonly keepPlatform: (tx: Sql, platform: PlatformToKeep) => Promise<PlatformId>;
}

/** What an LMS adds to the link it opens (LTI Dynamic Registration 1.0 section 3.2). */
const initiationSchema = z.object({
  openid_configuration: z.url({ protocol: /^https?$/, hostname: /.+/ }).max(4_000),
  // it goes into a header; some platforms have none
  registration_token: z.string().regex(/^[\x21-\x7e]*$/).max(20_000).optional(),
});
export type Initiation = z.infer<typeof initiationSchema>;

export interface RegistrationOffer {
  readonly institution: string;
  readonly configuration: PlatformConfiguration;
  readonly plan: RegistrationPlan;
  readonly initiation: Initiation;
}

/**
 * What registering would do, for the administrator to see. Nothing is fetched without an open invite, and nothing is
 * registered.
 * @param parameters query or form of the request, unparsed
 * @throws an error of `registrationErrors`
 */
export async function offerRegistration(deps: RegisterDeps, token: string, parameters: unknown): Promise<RegistrationOffer> {
  const { invite, initiation, configuration } = await examine(deps, token, parameters);
  return { institution: invite.institution.name, configuration, plan: planRegistration(configuration), initiation };
}

/**
 * Registers the tool with the LMS and keeps the LMS as a platform of the invite's institution. The invite is taken before
 * the LMS is asked, so of two at once one registers, and one that is cut off stays visible.
 * @throws an error of `registrationErrors`
 */
export async function register(deps: RegisterDeps, token: string, parameters: unknown): Promise<Pick<RegistrationOffer, 'institution' | 'configuration'>> {
  const { invite, initiation, configuration } = await examine(deps, token, parameters);
  const { issuer } = configuration;
  const now = deps.clock.now();
  if (!(await moveInvite(deps.sql, invite.id, { from: 'open', to: { status: 'registering', since: now, issuer }, now }))) throw fail('REGISTRATION_LINK_BEGUN', { detail: `invite ${invite.id}` });
  try {
    const answer = await askPlatform(deps, configuration, initiation);
    await keep(deps, { invite, configuration, answer });
  } catch (error) {
    if (isOurs(error)) await settle(deps, { invite, issuer, error });
    throw error;
  }
  return { institution: invite.institution.name, configuration };
}

interface Examined {
  readonly invite: Invite;
  readonly initiation: Initiation;
  readonly configuration: PlatformConfiguration;
}

async function examine(deps: RegisterDeps, token: string, parameters: unknown): Promise<Examined> {
  const invite = await openInvite(deps, token);
  const parsed = initiationSchema.safeParse(parameters);
  if (!parsed.success) throw fail('REGISTRATION_NOT_BY_LMS', { detail: z.prettifyError(parsed.error) });
  try {
    return { invite, initiation: parsed.data, configuration: await checkedConfiguration(deps, parsed.data) };
  } catch (error) {
    if (isOurs(error)) await noteProblem(deps.sql, invite.id, { at: deps.clock.now(), code: error.code, detail: error.detail ?? null });
    throw error;
  }
}

async function checkedConfiguration(deps: RegisterDeps, initiation: Initiation): Promise<PlatformConfiguration> {
  const url = new URL(initiation.openid_configuration);
  if (url.hash !== '' || url.username !== '' || url.password !== '') throw fail('REGISTRATION_ADDRESS', { detail: `${url.origin}${url.pathname} carries a fragment or credentials` });
  if (url.protocol !== 'https:' && !deps.allowPrivateAddresses) throw fail('REGISTRATION_ADDRESS', { detail: `${url.origin} is not https, and ALLOW_PRIVATE_ADDRESSES is not true` });
  const body = await fetchConfiguration(deps, initiation);
  const read = readConfiguration(body);
  if ('problem' in read) throw fail('REGISTRATION_CONFIGURATION', { detail: read.problem });
  const refusal = refusalOf({ configuration: read.configuration, configurationUrl: url, allowHttp: deps.allowPrivateAddresses });
  if (refusal !== undefined) throw fail(refusal.code, { detail: refusal.detail });
  return read.configuration;
}

/** Canvas wants the registration token here, too; the others do not mind it. */
async function fetchConfiguration({ outbound }: RegisterDeps, { openid_configuration: url, registration_token: token }: Initiation): Promise<string> {
  const { status, body } = await outbound({ url, headers: { accept: 'application/json', ...bearer(token) } }).catch((cause: unknown) => {
    throw fail(leadsInward(cause) ? 'REGISTRATION_ADDRESS' : 'REGISTRATION_UNREACHABLE', { detail: `${new URL(url).host}: ${String(cause)}`, cause });
  });
  if (status !== 200) throw fail('REGISTRATION_UNREACHABLE', { detail: `${new URL(url).host} answered with ${status}` });
  return body;
}

const bearer = (token: string | undefined): Record<string, string> => (token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` });

const leadsInward = (error: unknown): boolean => error instanceof CodedError && error.code === 'OUTBOUND_PRIVATE_ADDRESS';

async function askPlatform({ outbound, publicUrl }: RegisterDeps, configuration: PlatformConfiguration, { registration_token: token }: Initiation): Promise<RegistrationAnswer> {
  const request = registrationRequest(describeTool(publicUrl), configuration, planRegistration(configuration));
  const { status, body } = await outbound({
    url: configuration.registrationUrl,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...bearer(token) },
    body: JSON.stringify(request),
  }).catch((cause: unknown) => {
    throw fail(leadsInward(cause) ? 'REGISTRATION_ADDRESS' : 'REGISTRATION_ANSWER_LOST', { detail: String(cause), cause });
  });
  if (status !== 200 && status !== 201) throw fail(status >= 400 && status < 500 ? 'REGISTRATION_REFUSED' : 'REGISTRATION_ANSWER', { detail: `${status}: ${body.replaceAll(/\p{Cc}/gu, ' ').slice(0, 300)}` });
  const read = readAnswer(body);
  if ('problem' in read) throw fail('REGISTRATION_ANSWER', { detail: read.problem });
  return read.answer;
}

interface Registered {
  readonly invite: Invite;
  readonly configuration: PlatformConfiguration;
  readonly answer: RegistrationAnswer;
}

async function keep(deps: RegisterDeps, { invite, configuration, answer }: Registered): Promise<void> {
  const { issuer, authorizationUrl, tokenUrl, tokenAudience, jwksUrl, product } = configuration;
  const { clientId, deploymentId } = answer;
  const write = async (tx: Sql): Promise<void> => {
    const platformId = await keepOrRefuse(deps, tx, {
      institutionId: invite.institution.id,
      issuer, clientId, authorizationUrl, tokenUrl, tokenAudience, jwksUrl, product,
      deploymentIds: deploymentId === undefined ? [] : [deploymentId],
      // whatever they answer first, Canvas has a deployment for every place the tool is installed in, and Sakai for a group of sites (SAK-52559)
      takesDeployments: deploymentId === undefined || /^(canvas|sakai)/.test(product ?? ''),
      algorithms: understoodAlgorithms(configuration),
    });
    const now = deps.clock.now();
    await moveInvite(tx, invite.id, { from: 'registering', to: { status: 'registered', at: now, issuer, platformId }, now });
  };
  await deps.sql.transaction(write).catch((cause: unknown) => {
    // the LMS has the tool now: the log is the only place that would know it as what
    throw isOurs(cause) ? cause : failAtAll('INTERNAL', { detail: `${issuer} registered the tool as client ${clientId}, and it could not be kept: ${String(cause)}`, cause });
  });
}

async function keepOrRefuse(deps: RegisterDeps, tx: Sql, platform: PlatformToKeep): Promise<PlatformId> {
  try {
    return await deps.keepPlatform(tx, platform);
  } catch (cause) {
    if (cause instanceof CodedError) throw fail('REGISTRATION_TAKEN', { detail: `client id ${platform.clientId}: ${cause.message}`, cause });
    throw cause;
  }
}

/** What leaves nothing behind at the LMS: it said no, or was not asked. Its own token may only have been stale. */
const harmless: ReadonlySet<RegistrationErrorCode> = new Set(['REGISTRATION_REFUSED', 'REGISTRATION_ADDRESS']);

/** After a harmless failure the link is good again; after any other it is not, because the LMS may know the tool now. */
async function settle({ sql, clock }: RegisterDeps, { invite, issuer, error }: { readonly invite: Invite; readonly issuer: string; readonly error: CodedError<RegistrationErrorCode> }): Promise<void> {
  const now = clock.now();
  const { code, detail = null } = error;
  if (!harmless.has(code)) return void (await moveInvite(sql, invite.id, { from: 'registering', to: { status: 'refused', at: now, issuer, code, detail }, now }));
  await sql.transaction(async (tx) => {
    if (await moveInvite(tx, invite.id, { from: 'registering', to: { status: 'open' }, now })) await noteProblem(tx, invite.id, { at: now, code, detail });
  });
}

const isOurs = (error: unknown): error is CodedError<RegistrationErrorCode> => error instanceof CodedError && Object.hasOwn(registrationErrors, error.code);
