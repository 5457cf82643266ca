import { z } from 'zod';
import { jsonIn } from './answer-body.ts';
import { failureOf, ServiceError, type Answer } from './failures.ts';
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
    const ask = (address: string) => context.outbound({ url: address, headers: { authorization: `Bearer ${token}`, accept }, maxBytes: MAX_BYTES, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    const first = await ask(url);
    const response = leadsToSlash(first, url) ? await ask(withSlash(url)) : first;
    if (response.status !== 200) throw new ServiceError(failureOf(response));
    const parsed = schema.safeParse(jsonIn(response.body));
    if (!parsed.success) throw new ServiceError({ kind: 'unreachable', detail: z.prettifyError(parsed.error).slice(0, 300) });
    return { body: parsed.data, link: response.headers['link'] };
  });
}

/**
 * Whether the answer is a way to this very address with a slash at its end, as Open edX has it for results. No other redirect is followed:
 * the token goes where we were told to send it.
 * @see https://github.com/openedx/xblock-lti-consumer/issues/628
 */
function leadsToSlash({ status, headers }: Answer, url: string): boolean {
  const { location } = headers;
  return (status === 301 || status === 308) && location !== undefined && URL.canParse(location, url) && new URL(location, url).href === withSlash(url);
}

function withSlash(address: string): string {
  const url = new URL(address);
  url.pathname += '/';
  return url.href;
}
