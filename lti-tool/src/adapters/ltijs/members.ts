import { z } from 'zod';
import type { PlatformId } from '../../ids.ts';
import type { Member, MembersOutcome } from '../../platform-services.ts';
import { scope } from './access-tokens.ts';
import { ltijsParts } from './ltijs-parts.ts';
import { nextPage } from './paging.ts';
import { platformWith, withToken, type ServiceContext } from './service-context.ts';

const text = z.string().nullish().transform((value) => value ?? undefined);
const memberSchema = z.object({ user_id: z.string().min(1), name: text, email: text, roles: z.array(z.string()).default([]), status: z.string().default('Active'), group_enrollments: z.array(z.object({ group_id: z.string() })).catch([]).default([]) });

/** Everybody in a course (NRPS 2.0 section 3), page by page; with their groups where those are asked for (Course Groups 1.0). */
export async function listMembers(context: ServiceContext, { platformId, membershipsUrl, withGroups = false }: { readonly platformId: PlatformId; readonly membershipsUrl: string; readonly withGroups?: boolean }): Promise<MembersOutcome> {
  const first = withGroups ? askingForGroups(membershipsUrl) : membershipsUrl;
  const platform = await platformWith(context.registry, platformId);
  const { NamesAndRoles, Platform } = await ltijsParts(context.rules);
  const { issuer, client_id: clientId, token_audience: audience } = platform;
  const known = new Platform(platform.product, issuer, clientId, platform.authorization_url, platform.token_url, audience, platform.id, '', { method: 'JWK_SET', key: platform.jwks_url }, context.database);
  const service = new NamesAndRoles(() => Promise.resolve(known), '', context.database);
  const launch = { iss: issuer, clientId, platformContext: { namesRoles: { context_memberships_url: first } } };
  // ltijs asks the plugin for its token, which keeps the one that is got here
  return withToken(context, { platform, scope: scope.members }, async () => {
    const members: Member[] = [];
    let page: string | undefined;
    do {
      const read = await service.getMembers(launch, { pages: 1, ...(page === undefined ? {} : { url: page }) });
      members.push(...z.array(memberSchema).parse(read.members).map(memberOf));
      page = nextPage(read.next, { first, current: page });
    } while (page !== undefined);
    return { kind: 'listed', members };
  });
}

function askingForGroups(membershipsUrl: string): string {
  const url = new URL(membershipsUrl);
  url.searchParams.set('groups', 'true');
  return url.href;
}

function memberOf({ user_id: subject, name, email, roles, status, group_enrollments: groups }: z.infer<typeof memberSchema>): Member {
  return { subject, name, email, roles, active: status === 'Active', groupIds: groups.map(({ group_id: id }) => id) };
}
