import type { Request, Response } from 'express';
import { z } from 'zod';
import type { PlatformUrls } from '../platform/urls.ts';
import { ServiceError } from './service-error.ts';

const pageSchema = z.object({ limit: z.coerce.number().int().positive().optional(), from: z.coerce.number().int().nonnegative().default(0) });

/** The most entries one page holds, whatever `limit` asks for. */
const largestPage = 50;

/**
 * The part of a list that `limit` and `from` ask for, and the `Link` header (RFC 8288) with the address of the next
 * part. There is no such header on the last page.
 */
export function sendablePage<T>(urls: PlatformUrls, req: Request, res: Response, items: readonly T[]): T[] {
  const page = pageSchema.safeParse(req.query);
  if (!page.success) throw new ServiceError(400, 'limit and from have to be whole numbers');
  const { from } = page.data;
  const size = Math.min(page.data.limit ?? largestPage, largestPage);
  const end = from + size;
  if (end < items.length) res.set('Link', `<${nextAddress(urls, req, size, end)}>; rel="next"`);
  return items.slice(from, end);
}

function nextAddress(urls: PlatformUrls, req: Request, limit: number, from: number): string {
  const address = new URL(req.originalUrl, urls.origin);
  address.searchParams.set('limit', String(limit));
  address.searchParams.set('from', String(from));
  return address.href;
}
