import type { JWTPayload } from 'jose';
import type { LineItem } from '../course/gradebook.ts';
import { returnUrlOf } from '../pages/return-page.ts';
import { claim } from '../platform/claims.ts';
import type { PendingLaunch } from '../platform/pending-launches.ts';
import type { PlatformUrls } from '../platform/urls.ts';
import { resolveCanvasVariables } from './canvas-variables.ts';
import { familyCodes } from './products.ts';
import type { Quirk } from './quirk-list.ts';
import type { Quirks } from './quirks.ts';

type ClaimFacts = {
  readonly quirks: Quirks;
  readonly launch: PendingLaunch;
  readonly urls: PlatformUrls;
  /** The columns that hang on the launched activity. */
  readonly lineItems: readonly LineItem[];
};

type Change = (claims: JWTPayload, facts: ClaimFacts) => JWTPayload;

/** The claims of a launch in the way of a platform with these quirks. Pure. */
export function claimsWith(claims: JWTPayload, facts: ClaimFacts): JWTPayload {
  const active = changes.filter(([quirk]) => facts.quirks.has(quirk)).map(([, change]) => change);
  return [lifetime, product, lineItem, acceptedTypes, ...active].reduce((changed, change) => change(changed, facts), claims);
}

const lifetimes: readonly (readonly [Quirk, number])[] = [['launch-lives-60-s', 60], ['launch-lives-30-min', 1800], ['launch-lives-an-hour', 3600]];
const usualLifetimeS = 300;

const lifetime: Change = (claims, { quirks }) => {
  const seconds = lifetimes.find(([quirk]) => quirks.has(quirk))?.[1] ?? usualLifetimeS;
  return { ...claims, exp: Number(claims.iat) + seconds };
};

const product: Change = (claims, { quirks }) =>
  within(claims, claim.toolPlatform, (platform) => ({ product_family_code: familyCodes[quirks.product] ?? platform['product_family_code'] }));

/** Which line item the AGS claim names: the only one, the first of several, an empty one, or none. */
const lineItem: Change = (claims, { quirks, launch, urls, lineItems }) => {
  const [first, second] = lineItems;
  if (first === undefined && quirks.has('line-item-claim-empty') && launch.kind === 'resource-link') return within(claims, claim.ags, () => ({ lineitem: '' }));
  if (first === undefined || second === undefined || quirks.has('line-item-claim-vanishes')) return claims;
  return within(claims, claim.ags, () => ({ lineitem: urls.lineItem(launch.course.id, first.id, launch.tool) }));
};

/** Whatever is asked for, this LMS keeps resource links; it says how many items it left out. */
const acceptedTypes: Change = (claims, { quirks }) =>
  quirks.has('deep-linking-only-resource-links') ? claims : within(claims, claim.deepLinkingSettings, () => ({ accept_types: ['link', 'file', 'html', 'ltiResourceLink', 'image'] }));

const otherClient = 'another-tool';

const changes: readonly (readonly [Quirk, Change])[] = [
  ['launch-has-nbf', (claims) => ({ ...claims, nbf: Number(claims.iat) })],
  ['audience-with-azp', (claims) => ({ ...claims, azp: claims.aud })],
  ['audience-list', (claims) => ({ ...claims, aud: [otherClient, String(claims.aud)], azp: claims.aud })],
  ['anonymous', (claims) => without(claims, 'sub', 'name', 'given_name', 'family_name', 'email')],
  ['no-name', (claims) => without(claims, 'name', 'given_name', 'family_name')],
  ['no-email', (claims) => without(claims, 'email')],
  ['no-grade-service', (claims) => without(claims, claim.ags)],
  ['no-roster-service', (claims) => without(claims, claim.nrps)],
  ['no-context', (claims) => without(claims, claim.context)],
  ['null-titles', (claims) => within(claims, claim.resourceLink, () => ({ title: null, description: null }))],
  ['custom-null', (claims) => within(claims, claim.custom, () => ({ closes_at: null }))],
  ['custom-unresolved', (claims) => within(claims, claim.custom, () => ({ bogus: '$No.SuchVar' }))],
  ['canvas-variables', (claims, { launch, urls }) => within(claims, claim.custom, (custom) => resolveCanvasVariables(custom, launch, urls))],
  ['observed-in-custom', observedInCustom],
  ['no-custom', (claims) => without(claims, claim.custom)],
  ['return-page-leaves-frames-only', (claims) => within(claims, claim.launchPresentation, ({ return_url: address }) => (typeof address === 'string' ? { return_url: returnUrlOf(address) } : {}))],
  ['assistant-only-instructor', (claims, { launch }) => (launch.role === 'assistant' ? { ...claims, [claim.roles]: [plainInstructor] } : claims)],
  ['roles-of-institution-only', (claims, { launch }) => ({ ...claims, [claim.roles]: institutionRoles[launch.role === 'learner' || launch.role === 'observer' ? 'student' : 'instructor'] })],
  ['deep-linking-without-data', (claims) => within(claims, claim.deepLinkingSettings, dataInAddress)],
  ['deep-linking-takes-one', (claims) => within(claims, claim.deepLinkingSettings, () => ({ accept_multiple: false }))],
];

function observedInCustom(claims: JWTPayload): JWTPayload {
  const observed = claims[claim.roleScopeMentor];
  if (!Array.isArray(observed)) return claims;
  return within(without(claims, claim.roleScopeMentor), claim.custom, () => ({ observed_users: observed.join(',') }));
}

const plainInstructor = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor';

const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const institutionRoles = { student: [`${institution}#Student`], instructor: [`${institution}#Instructor`, `${institution}#Student`] } as const;

const without = (claims: JWTPayload, ...names: string[]): JWTPayload => Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));

/** Changes members of a claim that is an object; a claim that is not there stays away. */
function within(claims: JWTPayload, name: string, change: (members: Record<string, unknown>) => Record<string, unknown>): JWTPayload {
  const value = claims[name];
  if (typeof value !== 'object' || value === null) return claims;
  return { ...claims, [name]: { ...value, ...change({ ...value }) } };
}

/** Where nothing comes back in `data`, the request is known by the address the answer is posted to. */
const dataInAddress = ({ data, deep_link_return_url: address }: Record<string, unknown>): Record<string, unknown> => ({
  data: undefined,
  deep_link_return_url: `${String(address)}?${new URLSearchParams({ request: String(data) })}`,
});
