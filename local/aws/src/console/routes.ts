import { fontFile } from '@cloudclass/local-fonts';
import { readFile } from 'node:fs/promises';
import type { Cloud } from '../dispatch/cloud.ts';
import { asAwsError, AwsError } from '../errors.ts';
import { checkCredential } from '../identity/authenticate.ts';
import { isShutOut } from '../identity/shut-out.ts';
import type { WireRequest, WireResponse } from '../server/wire.ts';
import { html } from './html.ts';
import { goTo, outsidePage, page, REGIONS, type Said } from './layout.ts';
import { cloudtrailPage, ec2Page, homePage } from './other-pages.ts';
import { BUCKET_ACTIONS, createBucket } from './s3-actions.ts';
import { bucketPage, bucketsPage } from './s3-pages.ts';
import { type ConsoleSessions, isOwnForm } from './sessions.ts';
import { call, field, type Visit } from './visit.ts';

/** The one style sheet, beside the sources and the build alike. */
const STYLE = new URL('../../assets/console.css', import.meta.url);

const ENDED = 'Your access to this account has ended. Your work in it may have been kept; go back to your course to see what happens next.';

const NOT_FOUND: Said = { notice: null, status: 404 };

type Page = (visit: Visit, said: Said) => Promise<WireResponse>;

function pageOf(path: readonly string[]): Page | null {
  const [service = '', resource] = path;
  if (service === 's3') return resource === undefined ? bucketsPage : bucketPage;
  if (resource !== undefined) return null;
  return new Map<string, Page>([['', homePage], ['cloudtrail', cloudtrailPage], ['ec2', ec2Page]]).get(service) ?? null;
}

async function act(visit: Visit): Promise<WireResponse> {
  const [service, bucket = '', name] = visit.path;
  if (service === 's3' && bucket === 'create' && name === undefined) {
    return goTo(`/console/s3/${encodeURIComponent(await createBucket(visit))}`, 'Bucket created.');
  }
  if (service === 's3' && name === 'delete-bucket') {
    await call(visit, 's3', 'DeleteBucket', { Bucket: bucket });
    return goTo('/console/s3', 'Bucket deleted.');
  }
  const action = service === 's3' ? BUCKET_ACTIONS.get(name ?? '') : undefined;
  if (!action) return page(visit, 'Not found', html`<p>There is no such act.</p>`, NOT_FOUND);
  await action.run(visit, bucket);
  return goTo(`/console/s3/${encodeURIComponent(bucket)}?tab=${action.tab}`, action.done);
}

function saidBy(error: AwsError): Said {
  return { notice: { kind: 'error', text: `${error.code}: ${error.message}` }, status: error.status };
}

/** After a failed act the page it was made on is shown again, with AWS's words and what had been typed. */
async function showAgain(visit: Visit, error: AwsError): Promise<WireResponse> {
  const [, bucket, name] = visit.path;
  if (bucket === 'create' && name === undefined) return bucketsPage(visit, saidBy(error));
  return bucketPage(visit, saidBy(error), BUCKET_ACTIONS.get(name ?? '')?.tab);
}

function show(visit: Visit): Promise<WireResponse> {
  const done = visit.request.query.get('done');
  const found = pageOf(visit.path);
  if (!found) return Promise.resolve(page(visit, 'Not found', html`<p>There is no such page.</p>`, NOT_FOUND));
  return found(visit, { notice: done === null ? null : { kind: 'done', text: done }, status: 200 });
}

async function answerVisit(visit: Visit): Promise<WireResponse> {
  const posted = visit.request.method === 'POST';
  try {
    if (!posted) return await show(visit);
    if (!isOwnForm(visit.session, field(visit, 'formToken'))) return outsidePage(403, 'Form refused', 'This form is out of date. Go back, reload the page and try again.');
    return await act(visit);
  } catch (thrown) {
    return afterFailure(visit, asAwsError(thrown), posted);
  }
}

async function afterFailure(visit: Visit, error: AwsError, posted: boolean): Promise<WireResponse> {
  const { caller, cloud } = visit;
  if (isShutOut(cloud.state, caller, REGIONS.map(([code]) => code), cloud.clock.now())) return outsidePage(403, 'Access has ended', ENDED);
  const plain = (): WireResponse => page(visit, 'This could not be shown', html`<p>AWS answered with an error.</p>`, saidBy(error));
  if (!posted) return plain();
  return showAgain(visit, error).catch(plain);
}

function isForm(request: WireRequest): boolean {
  return /^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(request.headers['content-type'] ?? '');
}

async function readForm(request: WireRequest): Promise<FormData> {
  if (!isForm(request)) return new FormData();
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(request.body), { headers }).formData().catch(() => {
    throw new AwsError('MalformedForm', 'The form could not be read.', 400);
  });
}

async function answerFont(name: string): Promise<WireResponse> {
  const file = await fontFile(name);
  return file === undefined ? { status: 404, headers: {}, body: '' } : { status: 200, ...file };
}

/** Answers everything under `/console`. */
export async function answerConsole(cloud: Cloud, sessions: ConsoleSessions, request: WireRequest): Promise<WireResponse> {
  const path = request.path.split('/').slice(2).filter((part) => part !== '').map(decodeURIComponent);
  if (path[0] === 'style.css') {
    return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }, body: await readFile(STYLE) };
  }
  if (path[0] === 'fonts') return answerFont(path.slice(1).join('/'));
  const session = sessions.find(request.headers['cookie']);
  if (!session) return outsidePage(401, 'Not signed in', 'Open the console from your lab page; it signs you in.');
  const found = checkCredential(cloud.state, session.accessKeyId, session.sessionToken, cloud.clock.now());
  if (typeof found === 'string') return outsidePage(403, 'Access has ended', ENDED);
  const region = request.query.get('region');
  if (REGIONS.some(([code]) => code === region)) session.region = region ?? session.region;
  return answerVisit({ cloud, request, session, caller: found.principal, path, form: await readForm(request) });
}
