import { z } from 'zod';
import type { PlatformId } from '../../domain/ids.ts';
import type { Group, GroupsOutcome } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { jsonIn } from './answer-body.ts';
import { failureOf, ServiceError } from './failures.ts';
import { pagesOf } from './paging.ts';
import { withToken, type ServiceContext } from './service-context.ts';

const text = z.string().min(1);
const groupSchema = z.object({ id: text, name: text, set_ids: z.array(z.string()).default([]) });
const groupsSchema = z.object({ groups: z.array(groupSchema) });
const setsSchema = z.object({ sets: z.array(z.object({ id: text, name: text })) });

/** All of it is held at once, and a course has few of them. */
const MOST = { pages: 200, milliseconds: 60_000 };

interface Course {
  readonly platformId: PlatformId;
  readonly groupsUrl: string;
  readonly setsUrl: string | null;
}

/** The groups of a course with the names of their sets (https://www.imsglobal.org/spec/lti-gs/v1p0/). ltijs has no such service. */
export async function listGroups(context: ServiceContext, { platformId, groupsUrl, setsUrl }: Course): Promise<GroupsOutcome> {
  const platform = await context.platforms.get(platformId);
  return withToken(context, { platform, scope: scope.groups }, async (token) => {
    const read = { outbound: context.outbound, token };
    const sets = setsUrl === null ? [] : (await allPages(read, { url: setsUrl, type: 'contextgroupsetcontainer', schema: setsSchema })).flatMap((page) => page.sets);
    const names = new Map(sets.map(({ id, name }) => [id, name]));
    const groups = (await allPages(read, { url: groupsUrl, type: 'contextgroupcontainer', schema: groupsSchema })).flatMap((page) => page.groups);
    return { kind: 'listed', groups: groups.map(({ id, name, set_ids: [set] }): Group => ({ id, name, set: set === undefined ? null : names.get(set) ?? null })) };
  });
}

interface List<Page> {
  readonly url: string;
  readonly type: string;
  readonly schema: z.ZodType<Page>;
}

async function allPages<Page>({ outbound, token }: { outbound: ServiceContext['outbound']; token: string }, { url: first, type, schema }: List<Page>): Promise<Page[]> {
  const read = pagesOf(first, async (url) => {
    const answer = await outbound({ url, headers: { authorization: `Bearer ${token}`, accept: `application/vnd.ims.lti-gs.v1.${type}+json` } });
    if (answer.status !== 200) throw new ServiceError(failureOf(answer));
    const parsed = schema.safeParse(jsonIn(answer.body));
    if (!parsed.success) throw new ServiceError({ kind: 'unreachable', detail: `groups: ${z.prettifyError(parsed.error)}` });
    return { body: parsed.data, link: answer.headers['link'] };
  }, MOST);
  const pages: Page[] = [];
  for (let page = await read.next(); ; page = await read.next()) {
    pages.push(page.value.body);
    if (page.done === true) return pages;
  }
}
