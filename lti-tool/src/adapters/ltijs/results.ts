import { z } from 'zod';
import type { PlatformId } from '../../domain/ids.ts';
import type { Result, ResultsPart } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { jsonIn } from './answer-body.ts';
import { failureOf, ServiceError } from './failures.ts';
import { reading } from './line-items.ts';
import { readPage } from './lists.ts';
import { besideQuery } from './line-item-url.ts';
import { pagesOf } from './paging.ts';
import type { PlatformModel } from './registry-models.ts';
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
  const counted = platform.product === MOODLE ? await columnMaximum(context, platform, lineItemUrl) : undefined;
  const request = { platform, scope: scope.results, accept: 'application/vnd.ims.lis.v2.resultcontainer+json', schema: pageSchema };
  const pages = pagesOf(besideQuery(lineItemUrl, 'results'), (url) => readPage(context, request, url));
  for (let page = await pages.next(); ; page = await pages.next()) {
    yield { kind: 'page', results: page.value.body.map((result) => resultOf(result, counted)) };
    if (page.done === true) break;
  }
  yield { kind: 'end' };
}

function resultOf({ userId, resultScore, resultMaximum }: z.infer<typeof resultSchema>, counted: number | undefined): Result {
  return { userId, points: resultScore ?? undefined, maximum: counted ?? resultMaximum ?? 1 };
}

/** `product_family_code` of Moodle. */
const MOODLE = 'moodle';
const columnSchema = z.object({ scoreMaximum: z.number().positive() });

/**
 * What a column counts. Moodle's results are points of it, but in a column that was made for us they call 100 their maximum, which is only what a new
 * row of its table says.
 * @returns undefined where we may not look at columns
 * @see https://github.com/moodle/moodle/blob/main/public/mod/lti/service/gradebookservices/classes/local/service/gradebookservices.php result_for_json
 */
async function columnMaximum(context: ServiceContext, platform: PlatformModel, lineItemUrl: string): Promise<number | undefined> {
  try {
    const accept = 'application/vnd.ims.lis.v2.lineitem+json';
    return await reading(context, platform, async (token) => {
      const response = await context.outbound({ url: lineItemUrl, headers: { authorization: `Bearer ${token}`, accept } });
      if (response.status !== 200) throw new ServiceError(failureOf(response));
      return columnSchema.safeParse(jsonIn(response.body)).data?.scoreMaximum;
    });
  } catch (error) {
    if (error instanceof ServiceError && error.failure.kind === 'forbidden') return undefined;
    throw error;
  }
}
