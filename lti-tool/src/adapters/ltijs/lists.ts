import { z } from 'zod';
import { jsonIn } from './answer-body.ts';
import { failureOf, ServiceError } from './failures.ts';
import type { PlatformModel } from './registry-models.ts';
import { withToken, type ServiceContext } from './service-context.ts';

export interface ListRequest<Body> {
  readonly platform: PlatformModel;
  readonly scope: string;
  readonly accept: string;
  readonly schema: z.ZodType<Body>;
}

/** A platform that heeds no limit may answer with all of a large course at once. */
const MAX_BYTES = 32_000_000;
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * Reads one page of a list. Ours, not ltijs's: that reads all pages into memory, and knows no limit of size.
 * @throws ServiceError
 */
export async function readPage<Body>(context: ServiceContext, { platform, scope, accept, schema }: ListRequest<Body>, url: string): Promise<{ readonly body: Body; readonly link: string | string[] | undefined }> {
  return withToken(context, { platform, scope }, async (token) => {
    const response = await context.outbound({ url, headers: { authorization: `Bearer ${token}`, accept }, maxBytes: MAX_BYTES, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    if (response.status !== 200) throw new ServiceError(failureOf(response));
    const parsed = schema.safeParse(jsonIn(response.body));
    if (!parsed.success) throw new ServiceError({ kind: 'unreachable', detail: z.prettifyError(parsed.error).slice(0, 300) });
    return { body: parsed.data, link: response.headers['link'] };
  });
}
