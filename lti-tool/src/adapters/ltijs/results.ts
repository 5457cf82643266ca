import { z } from 'zod';
import type { PlatformId } from '../../domain/ids.ts';
import type { Result, ResultsPart } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { readPage } from './lists.ts';
import { besideQuery } from './line-item-url.ts';
import { pagesOf } from './paging.ts';
import type { ServiceContext } from './service-context.ts';

const resultSchema = z.object({
  userId: z.coerce.string().min(1),
  resultScore: z.coerce.number().nullish(),
  // AGS 2.0 section 3.3.4: 1 when it is left out
  resultMaximum: z.coerce.number().positive().nullish(),
});
/** One that cannot be read is as one that is not there: its grade is sent again, and the others of the class are compared. */
const pageSchema = z.array(z.unknown()).transform((results) => results.flatMap((result) => resultSchema.safeParse(result).data ?? []));

/** The grades of a column (AGS 2.0 section 3.3), page by page. No limit is asked for: Moodle answers it with an error page. */
export async function* listResults(context: ServiceContext, { platformId, lineItemUrl }: { readonly platformId: PlatformId; readonly lineItemUrl: string }): AsyncGenerator<ResultsPart> {
  const platform = await context.platforms.get(platformId);
  const request = { platform, scope: scope.results, accept: 'application/vnd.ims.lis.v2.resultcontainer+json', schema: pageSchema };
  const pages = pagesOf(besideQuery(lineItemUrl, 'results'), (url) => readPage(context, request, url));
  for (let page = await pages.next(); ; page = await pages.next()) {
    yield { kind: 'page', results: page.value.body.map(resultOf) };
    if (page.done === true) break;
  }
  yield { kind: 'end' };
}

function resultOf({ userId, resultScore, resultMaximum }: z.infer<typeof resultSchema>): Result {
  return { userId, points: resultScore ?? undefined, maximum: resultMaximum ?? 1 };
}
