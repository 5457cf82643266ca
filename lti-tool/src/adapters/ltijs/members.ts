import { z } from 'zod';
import type { PlatformId } from '../../domain/ids.ts';
import type { Member, MembersPart } from '../../ports/platform-services.ts';
import { readable, UNSTORABLE } from '../../domain/stored-text.ts';
import { scope } from './access-tokens.ts';
import { readPage } from './lists.ts';
import { linkOf, pagesOf, pinned } from './paging.ts';
import type { ServiceContext } from './service-context.ts';

const LONGEST_TEXT = 500;

/** What only informs: of another type than it should be, it is left out. One odd entry must not cost a class its roster. */
const text = z.unknown().prefault(null).transform((value) => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT).replaceAll(UNSTORABLE, '') || undefined : undefined));
const personName = text.transform((value) => (value === undefined ? undefined : readable(value)));
const texts = z.unknown().prefault(null).transform((value) => [value].flat().filter((item) => typeof item === 'string'));
const memberSchema = z.object({
  // Moodle and others write numbers too; LTI 1.3 Core section 5.3.6 has no longer ones
  user_id: z.union([z.string(), z.number().transform(String)]).pipe(z.string().min(1).max(255)),
  name: personName,
  given_name: personName,
  family_name: personName,
  email: text,
  roles: texts,
  group_enrollments: z.array(z.object({ group_id: z.string() })).catch([]).default([]),
  // NRPS 2.0 section 2.3: a member without a status is active
  status: text.transform((value) => value ?? 'Active'),
});
const containerSchema = z.object({ members: z.array(memberSchema) });

/** As many as a page may have of what we ask for; a platform may give fewer. Moodle gives all of them when nothing is asked. */
const PAGE_SIZE = 500;

interface Membership {
  readonly platformId: PlatformId;
  readonly membershipsUrl: string;
  readonly rlid?: string | undefined;
  /** Also the groups each is in (Course Groups 1.0 section 3.3). */
  readonly withGroups?: boolean | undefined;
}

/** The people of a course (NRPS 2.0 section 3), page by page. */
export async function* listMembers(context: ServiceContext, { platformId, membershipsUrl, ...wanted }: Membership): AsyncGenerator<MembersPart> {
  const platform = await context.platforms.get(platformId);
  const request = { platform, scope: scope.members, accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json', schema: containerSchema };
  const pages = pagesOf(firstPage(membershipsUrl, wanted), (url) => readPage(context, request, url));
  let differences: string | undefined;
  for (let page = await pages.next(); ; page = await pages.next()) {
    const { body, link } = page.value;
    yield { kind: 'page', members: body.members.map(memberOf) };
    const named = linkOf(link, 'differences');
    // from the first page on: what changes while the rest is read is in it then
    differences ??= named === undefined ? undefined : pinned(named, membershipsUrl).href;
    if (page.done === true) break;
  }
  yield { kind: 'end', differencesUrl: differences };
}

function firstPage(membershipsUrl: string, { rlid, withGroups }: Pick<Membership, 'rlid' | 'withGroups'>): string {
  const url = new URL(membershipsUrl);
  if (!url.searchParams.has('limit')) url.searchParams.set('limit', String(PAGE_SIZE));
  if (rlid !== undefined) url.searchParams.set('rlid', rlid);
  if (withGroups === true) url.searchParams.set('groups', 'true');
  return url.href;
}

function memberOf({ user_id: subject, name, given_name: given, family_name: family, email, roles, status, group_enrollments: groups }: z.infer<typeof memberSchema>): Member {
  const parts = [given, family].filter((part) => part !== undefined);
  return { subject, name: name ?? (parts.length === 0 ? undefined : parts.join(' ')), email, roles, status: statusOf(status), groupIds: groups.map(({ group_id: id }) => id) };
}

/** The spec's names; of another one nothing is known but that it is not "Active". */
function statusOf(status: string): Member['status'] {
  const lower = status.toLowerCase();
  if (lower === 'active') return 'active';
  return lower === 'deleted' ? 'deleted' : 'inactive';
}
