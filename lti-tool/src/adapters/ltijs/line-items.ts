import { z } from 'zod';
import type { LineItemOutcome, LineItemPlace } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { failureFrom, ServiceError } from './failures.ts';
import { ltijsParts } from './ltijs-parts.ts';
import { nextPage, wayFrom } from './paging.ts';
import type { PlatformModel } from './registry-models.ts';
import { withToken, type ServiceContext } from './service-context.ts';

// Moodle writes "" where there is none
const text = z.string().nullish().transform((value) => value || undefined);
const lineItemSchema = z.object({ id: z.url({ protocol: /^https?$/ }).regex(/^\P{Cc}*$/u), resourceLinkId: z.coerce.string().nullish().transform((value) => value || undefined), resourceId: text, tag: text });
type LineItem = z.infer<typeof lineItemSchema>;
const listSchema = z.array(z.unknown()).transform((items) => items.flatMap((item) => lineItemSchema.safeParse(item).data ?? []));

/**
 * The line item of an activity (AGS 2.0 section 3.2): one that was made by us for it, else one that hangs on it. A new one is
 * made only when the platform lists neither: Moodle does not notice that one with the same resource id is there. Callers
 * take turns for an activity; of two at once each would make one.
 */
export async function findOrCreateLineItem(context: ServiceContext, place: LineItemPlace): Promise<LineItemOutcome> {
  const platform = await context.platforms.get(place.platformId);
  const service = await lineItemService(context, platform, place);
  const found = await reading(context, platform, (token) => service.find(token));
  if (found !== undefined) return { kind: 'found', lineItemUrl: found.id };
  const made = await withToken(context, { platform, scope: scope.lineItem }, (token) => service.create(token));
  return { kind: 'found', lineItemUrl: made.id };
}

/** Who may not write line items may still be allowed to read them. */
async function reading<Result>(context: ServiceContext, platform: PlatformModel, call: (token: string) => Promise<Result>): Promise<Result> {
  try {
    return await withToken(context, { platform, scope: scope.lineItem }, call);
  } catch (error) {
    const failure = failureFrom(error);
    if (failure.kind !== 'forbidden' || failure.missingScope === undefined) throw error;
    return withToken(context, { platform, scope: scope.lineItemReadOnly }, call).catch((second: unknown) => {
      // neither is granted: what an administrator should grant is the one that was asked for first
      throw failureFrom(second).kind === 'forbidden' ? error : second;
    });
  }
}

interface LineItemService {
  find(accessToken: string): Promise<LineItem | undefined>;
  create(accessToken: string): Promise<LineItem>;
}

async function lineItemService(context: ServiceContext, platform: PlatformModel, place: LineItemPlace): Promise<LineItemService> {
  const { Grade } = await ltijsParts(context.rules);
  const service = new Grade(() => Promise.reject(new Error('the token is given with each call')), '', context.database);
  const launch = {
    iss: platform.issuer,
    clientId: platform.client_id,
    platformContext: { endpoint: { lineitems: place.lineItemsUrl }, resource: { id: place.ltiResourceLinkId } },
  };
  const tokenOf = (accessToken: string) => ({ token_type: 'Bearer', access_token: accessToken });
  return {
    async find(accessToken) {
      const first = (filter: Filter) => firstChoice((url) => service.getLineItems(launch, url === undefined ? filter : { url }, tokenOf(accessToken)), place);
      return (await first({ resourceLinkId: true })) ?? first({ resourceId: place.resourceId });
    },
    async create(accessToken) {
      const { label, scoreMaximum, resourceId, ltiResourceLinkId: resourceLinkId } = place;
      const made = lineItemSchema.safeParse(await service.createLineItem(launch, { label, scoreMaximum, resourceId, resourceLinkId }, { resourceLinkId: true }, tokenOf(accessToken)));
      if (!made.success) throw new ServiceError({ kind: 'unreachable', detail: `new line item: ${z.prettifyError(made.error)}` });
      return made.data;
    },
  };
}

type Filter = { readonly resourceLinkId: true } | { readonly resourceId: string };
type ReadPage = (url: string | undefined) => Promise<{ readonly lineItems: unknown; readonly next?: string }>;

/** Less than the turn of whoever searches: when that has run out, another begins, and each would make a line item. */
const MOST = { pages: 300, milliseconds: 20_000 };

/** Of every page, for a platform need not heed a filter; no more than the best so far is kept of them. */
async function firstChoice(read: ReadPage, place: LineItemPlace): Promise<LineItem | undefined> {
  const { lineItemsUrl: first } = place;
  const onward = wayFrom(first, MOST);
  let best: LineItem | undefined;
  let page: string | undefined;
  do {
    const { lineItems, next } = await read(page);
    best = chosen([...(best === undefined ? [] : [best]), ...listSchema.parse(lineItems)], place);
    const following = nextPage(next, { first, current: page });
    page = following === undefined ? undefined : onward(following);
  } while (page !== undefined);
  return best;
}

/**
 * Several line items may hang on one activity. The one we made comes first, then the activity's own column, which has neither
 * resource id nor tag, then whatever hangs there; of equals the first, so that everybody chooses the same.
 */
export function chosen(items: readonly LineItem[], { ltiResourceLinkId, resourceId }: Pick<LineItemPlace, 'ltiResourceLinkId' | 'resourceId'>): LineItem | undefined {
  const hanging = items.filter((item) => item.resourceLinkId === ltiResourceLinkId);
  return items.find((item) => item.resourceId === resourceId) ?? hanging.find((item) => item.resourceId === undefined && item.tag === undefined) ?? hanging[0];
}
