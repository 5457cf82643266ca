import { z } from 'zod';
import type { PlatformId } from '../../domain/ids.ts';
import type { PlatformProbe, ProbeOutcome } from '../../ports/platform-probe.ts';
import { scope } from './access-tokens.ts';
import { failureOf, ServiceError } from './failures.ts';
import { withToken, type ServiceContext } from './service-context.ts';

/** Media types of AGS 2.0 section 3.2.4 and NRPS 2.0 section 3.6.2: Moodle and others answer to nothing else. */
const LINE_ITEMS = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const MEMBERS = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

const lineItemsSchema = z.array(z.unknown());
const membersSchema = z.object({ members: z.array(z.unknown()) });

/** @param answered turns what a platform does wrong into an outcome */
export function createProbe(context: ServiceContext, answered: <Found>(call: () => Promise<ProbeOutcome<Found>>) => Promise<ProbeOutcome<Found>>): PlatformProbe {
  return {
    token: (platformId) => answered(() => newToken(context, platformId)),
    lineItems: (platformId, url) => answered(async () => {
      const items = lineItemsSchema.safeParse(await read(context, platformId, { url, scope: scope.lineItem, accept: LINE_ITEMS }));
      if (!items.success) throw new ServiceError({ kind: 'unreachable', detail: 'the list of line items cannot be read' });
      return { kind: 'ok', count: items.data.length };
    }),
    members: (platformId, url) => answered(async () => {
      const found = membersSchema.safeParse(await read(context, platformId, { url, scope: scope.members, accept: MEMBERS }));
      if (!found.success) throw new ServiceError({ kind: 'unreachable', detail: 'the list of people cannot be read' });
      return { kind: 'ok', count: found.data.members.length };
    }),
  };
}

async function newToken({ platforms, accessTokens }: ServiceContext, platformId: PlatformId): Promise<ProbeOutcome<{ expiresAt: Date }>> {
  const platform = await platforms.get(platformId);
  await accessTokens.forget(platform, scope.score);
  const { expiresAt } = await accessTokens.get(platform, scope.score);
  return { kind: 'ok', expiresAt };
}

interface Page {
  readonly url: string;
  readonly scope: string;
  readonly accept: string;
}

async function read(context: ServiceContext, platformId: PlatformId, page: Page): Promise<unknown> {
  const platform = await context.platforms.get(platformId);
  return withToken(context, { platform, scope: page.scope }, async (token) => {
    const response = await context.outbound({ url: page.url, headers: { accept: page.accept, authorization: `Bearer ${token}` } });
    if (response.status !== 200) throw new ServiceError(failureOf(response));
    return JSON.parse(response.body);
  });
}
