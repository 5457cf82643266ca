import { z } from 'zod';
import { configurationIdSchema, type ConfigurationId } from '../../domain/ids.ts';
import { launchFactsSchema, type DeepLinkingRequest, type LaunchFacts } from '../../domain/launch-facts.ts';
import { readable, UNSTORABLE } from '../../domain/stored-text.ts';
import { claim, type RawClaims } from './claims.ts';

export const messageTypes = launchFactsSchema.shape.messageType.options;

const LONGEST_TEXT = 500;

/** Looked for in the texts themselves: in JSON, a text that speaks of `\u0000`, or holds JSON with an emoji, looks as if it held one. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.search(UNSTORABLE) !== -1;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnstorable);
}

/** Any value, and an absent one as null. */
const anything = z.unknown().prefault(null);

/**
 * A text that only informs. Platforms send null, an empty text or an unresolved `$Variable` (Moodle 4.4, section 4.2 of
 * LTI 1.3 Core), another type, or very long ones: none of them is a reason to refuse a launch.
 */
const note = anything.transform((value) => {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll(UNSTORABLE, '').trim();
  return text === '' || text.startsWith('$') ? undefined : text.slice(0, LONGEST_TEXT).replaceAll(UNSTORABLE, '');
});

/**
 * A title in several languages as one text that everybody can read: Moodle sends the marks of its multi-language filter as they were written. All
 * languages, and not the one of whoever launches: a title belongs to the whole class.
 * @see https://github.com/iarenaza/moodle-filter_multilang2
 */
const inAllLanguages = (text: string): string => text.replaceAll(/\{mlang\}\s*\{mlang\s[^}]*\}/gi, ' · ').replaceAll(/\{mlang(\s[^}]*)?\}/gi, '');

/** A text that people read. */
const label = note.transform((text) => (text === undefined ? undefined : readable(inAllLanguages(text))));

/** Stands before the id of a link that is a course of its own. */
const OWN_COURSE = 'link/';

/**
 * The id of a course as it came (LTI 1.3 Core section 5.4.1): shortened or mended it could be that of another course, with another class. One that
 * cannot be kept, or looks like a course that a link makes up, is none.
 */
const contextId = anything.transform((value) => {
  if (typeof value !== 'string' || holdsUnstorable(value) || value.length > LONGEST_TEXT) return undefined;
  return value.trim() === '' || value.startsWith('$') || value.startsWith(OWN_COURSE) ? undefined : value;
});

/** An address that is used later. Empty where AGS has lost its line item; relative ones and other schemes are left out. */
const address = anything.transform((value) =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined);

/** An object of a claim; absent or of another type means there is nothing in it. */
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}), z.object(shape));

const texts = anything.transform((value) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []));

/** The id of a configuration of ours; whatever else stands there names none. */
const configuration = anything.transform((value) => configurationIdSchema.safeParse(value).data);

const MOST_ANCESTORS = 20;
/** A page that shows more people than this is a class board, and that is the instructor's. */
const MOST_OBSERVED = 50;

/** Ids of people, separated by commas: longer than a note may be. */
const people = anything.transform((value) => (typeof value === 'string' && !value.startsWith('$') ? value.split(',').map((id) => id.trim()).filter((id) => id !== '') : []));

/** Ids of what a link or course was copied from, the latest first: separated by commas, each encoded as in a URL (LTI 1.3 Core, custom variables). */
const history = note.transform((text) => (text ?? '').split(',').flatMap((part) => decoded(part.trim())).slice(0, MOST_ANCESTORS));

function decoded(part: string): string[] {
  try {
    const id = decodeURIComponent(part);
    return id === '' || holdsUnstorable(id) ? [] : [id];
  } catch {
    return [];
  }
}

/** Custom parameters of ours. The histories go by the names that tools usually give them, since an administrator writes them. */
const custom = group({
  pack: note,
  configuration,
  resource_link_id_history: history, link_history: history, 'ResourceLink.id.history': history,
  context_id_history: history, context_history: history, 'Context.id.history': history,
  observed_users: people,
});

/** The claims that are used, after the checks have held. */
const claimsSchema = z.object({
  sub: z.string().nullish().transform((sub) => sub || undefined),
  name: label,
  given_name: label,
  family_name: label,
  email: note,
  [claim.messageType]: z.enum(messageTypes),
  [claim.deploymentId]: z.string(),
  [claim.roles]: z.array(z.string()),
  [claim.roleScopeMentor]: texts,
  [claim.context]: group({ id: contextId, title: label, label }),
  [claim.resourceLink]: group({ id: z.string().optional(), title: label }),
  [claim.custom]: custom,
  [claim.launchPresentation]: group({ return_url: address, locale: note }),
  [claim.toolPlatform]: group({ product_family_code: note }),
  [claim.forUser]: group({ user_id: note }),
  [claim.ags]: group({ lineitems: address, lineitem: address, scope: texts }),
  [claim.nrps]: group({ context_memberships_url: address }),
  [claim.groups]: group({ context_groups_url: address, context_group_sets_url: address }),
  [claim.notices]: group({ platform_notification_service_url: address, notice_types_supported: texts }),
  // `data` comes back as it went out, whatever it holds
  [claim.deepLinkingSettings]: group({ deep_link_return_url: address, accept_types: texts, accept_presentation_document_targets: texts, accept_multiple: anything, accept_lineitem: anything, data: anything }),
});

/** A launch as the tool understands it. */
export interface Launch {
  readonly messageType: LaunchFacts['messageType'];
  readonly deploymentId: string;
  /** Undefined in an anonymous launch. */
  readonly subject: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly language: 'ko' | 'en' | undefined;
  readonly locale: string | undefined;
  readonly returnUrl: string | undefined;
  readonly roles: readonly string[];
  /** Whom a mentor accompanies: `sub`s of the same platform (LTI 1.3 Core, role_scope_mentor claim). */
  readonly observedSubjects: readonly string[];
  readonly course: { readonly id: string; readonly title: string } | undefined;
  readonly resourceLink: { readonly id: string; readonly title: string } | undefined;
  readonly packId: string | undefined;
  readonly configurationId: ConfigurationId | undefined;
  /** Ids of the links and courses this one was copied from, the latest first. */
  readonly copiedFrom: { readonly links: readonly string[]; readonly courses: readonly string[] };
  readonly ags: { readonly lineitems?: string; readonly lineitem?: string; readonly scopes: readonly string[] } | undefined;
  readonly membershipsUrl: string | undefined;
  /** Course Groups Service 1.0. */
  readonly groups: { readonly groupsUrl: string; readonly setsUrl: string | undefined } | undefined;
  /** Platform Notification Service 1.0: where notices are ordered, and which there are. */
  readonly notices: { readonly serviceUrl: string; readonly supported: readonly string[] } | undefined;
  readonly product: string | undefined;
  readonly deepLinking: DeepLinkingRequest | undefined;
  /** Whose work is to be shown to an instructor: a `sub` of the same platform. */
  readonly reviewedSubject: string | undefined;
}

/**
 * Reads the claims of a launch whose checks have held.
 * @returns what is wrong when the claims cannot be read all the same
 */
export function readLaunch(claims: RawClaims): { readonly launch: Launch } | { readonly problem: string } {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  const launch = launchOf(parsed.data);
  return holdsUnstorable(launch) ? { problem: 'an id or an address holds what is no character' } : { launch };
}

function launchOf(claims: z.infer<typeof claimsSchema>): Launch {
  const presentation = claims[claim.launchPresentation];
  const messageType = claims[claim.messageType];
  const resourceLink = linkOf(claims);
  return {
    messageType,
    deploymentId: claims[claim.deploymentId],
    subject: claims.sub,
    name: claims.name ?? joined(claims.given_name, claims.family_name),
    email: claims.email,
    language: languageOf(presentation.locale),
    locale: presentation.locale,
    returnUrl: presentation.return_url === undefined ? undefined : forWholeWindow(presentation.return_url),
    roles: claims[claim.roles],
    observedSubjects: observedIn(claims),
    course: courseOf(claims, resourceLink),
    resourceLink,
    packId: claims[claim.custom].pack,
    configurationId: claims[claim.custom].configuration,
    copiedFrom: copiedFromOf(claims),
    ags: agsOf(claims),
    membershipsUrl: claims[claim.nrps].context_memberships_url,
    groups: groupsOf(claims),
    notices: noticesOf(claims),
    product: claims[claim.toolPlatform].product_family_code,
    deepLinking: messageType === 'LtiDeepLinkingRequest' ? deepLinkingOf(claims) : undefined,
    reviewedSubject: messageType === 'LtiSubmissionReviewRequest' ? claims[claim.forUser].user_id : undefined,
  };
}

/**
 * The address "back to the course" opens in the whole window. Moodle writes into it how the activity was shown, and for a frame answers with a page
 * that leaves the frame and is blank where there is none; without the word it leads on to the course (mod/lti/return.php of Moodle 4 and 5).
 */
function forWholeWindow(address: string): string {
  const url = new URL(address);
  if (!url.searchParams.has('launch_container')) return address;
  url.searchParams.delete('launch_container');
  return url.href;
}

type Claims = z.infer<typeof claimsSchema>;

const joined = (...names: (string | undefined)[]): string | undefined => names.filter((name) => name !== undefined).join(' ') || undefined;

/** `ko`, `ko-KR` and Moodle's `ko_kr` are Korean; a language we do not have is left to the browser. */
export function languageOf(locale: string | undefined): 'ko' | 'en' | undefined {
  const [language] = (locale ?? '').toLowerCase().split(/[-_]/);
  return language === 'ko' || language === 'en' ? language : undefined;
}

function linkOf(claims: Claims): Launch['resourceLink'] {
  const { id, title } = claims[claim.resourceLink];
  if (id === undefined || claims[claim.messageType] === 'LtiDeepLinkingRequest') return undefined;
  return { id, title: title ?? id };
}

/** The context is optional (LTI 1.3 Core section 5.4.1). A link without one is a course of its own. */
function courseOf(claims: Claims, link: Launch['resourceLink']): Launch['course'] {
  const { id, title, label } = claims[claim.context];
  if (id !== undefined) return { id, title: title ?? label ?? id };
  return link === undefined ? undefined : { id: `${OWN_COURSE}${link.id}`, title: link.title };
}

function agsOf(claims: Claims): Launch['ags'] {
  const { lineitems, lineitem, scope } = claims[claim.ags];
  if (lineitems === undefined && lineitem === undefined) return undefined;
  return { ...(lineitems === undefined ? {} : { lineitems }), ...(lineitem === undefined ? {} : { lineitem }), scopes: scope };
}

/**
 * Whom a mentor accompanies. Canvas sends the claim only to tools that also get e-mail addresses, and says it to the others in a parameter that its
 * administrator registered; elsewhere whoever teaches may write such a parameter, and it says nothing.
 */
function observedIn(claims: Claims): string[] {
  const inCustom = claims[claim.toolPlatform].product_family_code === 'canvas' ? claims[claim.custom].observed_users : [];
  return [...new Set([...claims[claim.roleScopeMentor], ...inCustom])].slice(0, MOST_OBSERVED);
}

function copiedFromOf(claims: Claims): Launch['copiedFrom'] {
  const own = claims[claim.custom];
  return {
    links: [...own.resource_link_id_history, ...own.link_history, ...own['ResourceLink.id.history']],
    courses: [...own.context_id_history, ...own.context_history, ...own['Context.id.history']],
  };
}

function groupsOf(claims: Claims): Launch['groups'] {
  const { context_groups_url: groupsUrl, context_group_sets_url: setsUrl } = claims[claim.groups];
  return groupsUrl === undefined ? undefined : { groupsUrl, setsUrl };
}

function noticesOf(claims: Claims): Launch['notices'] {
  const { platform_notification_service_url: serviceUrl, notice_types_supported: supported } = claims[claim.notices];
  return serviceUrl === undefined ? undefined : { serviceUrl, supported };
}

/**
 * Moodle refuses an activity worth more: said in its form for one, and not at all for several. Its administrator may allow more (Grades, General
 * settings, Grade point maximum), which no launch tells.
 * @see https://github.com/moodle/moodle/blob/main/public/lib/form/modgrade.php validate_point
 */
const MOODLE_POINTS = 100;

function deepLinkingOf(claims: Claims): DeepLinkingRequest | undefined {
  const settings = claims[claim.deepLinkingSettings];
  if (settings.deep_link_return_url === undefined) return undefined;
  return {
    returnUrl: settings.deep_link_return_url,
    acceptTypes: settings.accept_types,
    targets: settings.accept_presentation_document_targets,
    acceptMultiple: settings.accept_multiple === true,
    acceptLineItem: settings.accept_lineitem !== false,
    ...(claims[claim.toolPlatform].product_family_code === 'moodle' ? { mostPoints: MOODLE_POINTS } : {}),
    ...(typeof settings.data === 'string' ? { data: settings.data } : {}),
  };
}
