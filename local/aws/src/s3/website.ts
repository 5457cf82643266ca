import { z } from 'zod';
import type { WireRequest, WireResponse } from '../server/wire.ts';
import type { BucketRecord, CloudState } from '../state/model.ts';
import { findBucket } from './bucket.ts';
import { currentVersion } from './objects.ts';
import { isReadableByAnyone } from './public-access.ts';

const configuration = z.looseObject({
  IndexDocument: z.object({ Suffix: z.string() }),
  ErrorDocument: z.object({ Key: z.string() }).optional(),
});

type Configuration = z.output<typeof configuration>;

function page(status: number, code: string, message: string): WireResponse {
  const said = `<h1>${status} ${code}</h1><ul><li>Code: ${code}</li><li>Message: ${message}</li></ul>`;
  const body = `<!doctype html><html lang="en"><head><title>${status} ${code}</title></head><body>${said}</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** Websites of learners must not reach the console of the same origin: they run without an origin of their own. */
const SANDBOX = { 'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups', 'cache-control': 'no-store' };

/** A website with the address of its reader. */
interface Visit {
  readonly bucket: BucketRecord;
  readonly site: Configuration;
  readonly sourceIp: string;
}

function serve({ bucket, sourceIp }: Visit, key: string, status: number): WireResponse | null {
  const version = currentVersion(bucket, key);
  if (!version || !isReadableByAnyone(bucket, key, sourceIp)) return null;
  return { status, headers: { 'content-type': version.contentType, ...SANDBOX }, body: Buffer.from(version.body, 'base64') };
}

function failure(visit: Visit, key: string): WireResponse {
  const readable = isReadableByAnyone(visit.bucket, key, visit.sourceIp);
  const status = readable ? 404 : 403;
  const own = visit.site.ErrorDocument ? serve(visit, visit.site.ErrorDocument.Key, status) : null;
  if (own) return own;
  return readable ? page(404, 'NoSuchKey', 'The specified key does not exist.') : page(403, 'AccessDenied', 'Access Denied');
}

/**
 * Serves `/website/<bucket>/<key>` as the bucket's website endpoint would: index and error documents, and only what the
 * bucket policy and Block Public Access let anyone read. Amazon S3 User Guide, "Website endpoints".
 */
export function answerWebsite(state: CloudState, request: WireRequest): WireResponse {
  const [, , name = '', ...rest] = request.path.split('/').map(decodeURIComponent);
  const bucket = findBucket(state, name);
  if (!bucket) return page(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const site = configuration.safeParse(bucket.settings.get('WebsiteConfiguration'));
  if (!site.success) return page(404, 'NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration');
  const path = rest.join('/');
  const key = path === '' || path.endsWith('/') ? `${path}${site.data.IndexDocument.Suffix}` : path;
  const visit = { bucket, site: site.data, sourceIp: request.remoteAddress };
  return serve(visit, key, 200) ?? failure(visit, key);
}
