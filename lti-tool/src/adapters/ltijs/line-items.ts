import { z } from 'zod';
import type { LineItemOutcome, LineItemPlace } from '../../platform-services.ts';
import { scope } from './access-tokens.ts';
import { ServiceError } from './failures.ts';
import { ltijsParts } from './ltijs-parts.ts';
import { nextPage, oncePerPage } from './paging.ts';
import { platformWith, withToken, type ServiceContext } from './service-context.ts';

const lineItemSchema = z.object({ id: z.url(), resourceLinkId: z.string().nullish() });
const listSchema = z.array(lineItemSchema.catch({ id: 'about:unreadable', resourceLinkId: null }));

/**
 * The line item that hangs on an activity (AGS 2.0 section 3.2). A new one is made only when the platform lists none:
 * Moodle does not notice that one with the same resource id is there.
 */
export async function findOrCreateLineItem(context: ServiceContext, place: LineItemPlace): Promise<LineItemOutcome> {
  const platform = await platformWith(context.registry, place.platformId);
  const { Grade } = await ltijsParts(context.rules);
  const service = new Grade(() => Promise.reject(new Error('the token is given with each call')), '', context.database);
  const launch = {
    iss: platform.issuer,
    clientId: platform.client_id,
    platformContext: { endpoint: { lineitems: place.lineItemsUrl }, resource: { id: place.ltiResourceLinkId } },
  };
  return withToken(context, { platform, scope: scope.lineItem }, async (accessToken) => {
    const token = { token_type: 'Bearer', access_token: accessToken };
    const found = await findLineItem((url) => service.getLineItems(launch, url === undefined ? { resourceLinkId: true } : { url }, token), place);
    if (found !== undefined) return { kind: 'found', lineItemUrl: found };
    const made = lineItemSchema.safeParse(await service.createLineItem(launch, { label: place.label, scoreMaximum: place.scoreMaximum, resourceLinkId: place.ltiResourceLinkId }, { resourceLinkId: true }, token));
    if (!made.success) throw new ServiceError({ kind: 'unreachable', detail: `new line item: ${z.prettifyError(made.error)}` });
    return { kind: 'found', lineItemUrl: made.data.id };
  });
}

type ReadPage = (url: string | undefined) => Promise<{ readonly lineItems: unknown; readonly next?: string }>;

/** Looks at every page: a platform need not heed the filter by resource link. */
async function findLineItem(read: ReadPage, { lineItemsUrl, ltiResourceLinkId }: LineItemPlace): Promise<string | undefined> {
  const pages = new Set<string>();
  let page: string | undefined;
  do {
    const { lineItems, next } = await read(page);
    const found = listSchema.parse(lineItems).find((item) => item.resourceLinkId === ltiResourceLinkId);
    if (found !== undefined) return found.id;
    page = oncePerPage(nextPage(next, { first: lineItemsUrl, current: page }), pages);
  } while (page !== undefined);
  return undefined;
}
