import { fontFile } from '@cloudclass/local-fonts';
import { readFile } from 'node:fs/promises';
import type { Cloud } from '../dispatch/cloud.ts';
import { asAwsError, AwsError } from '../errors.ts';
import { checkCredential } from '../identity/authenticate.ts';
import { isShutOut } from '../identity/shut-out.ts';
import type { WireRequest, WireResponse } from '../server/wire.ts';
import type { Action } from './action.ts';
import { createTable, TABLE_ACTIONS } from './dynamodb-actions.ts';
import { tablePage, tablesPage } from './dynamodb-pages.ts';
import { html } from './html.ts';
import { goTo, outsidePage, page, REGIONS, type Said, saidBy } from './layout.ts';
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

/** A service whose resources have a list, a page each, and forms on it. */
interface ResourcePages {
  readonly list: Page;
  readonly one: (visit: Visit, said: Said, tab?: string) => Promise<WireResponse>;
  /** @returns the name of what was made */
  readonly create: (visit: Visit) => Promise<string>;
  readonly remove: { readonly form: string; readonly tab: string; readonly run: (visit: Visit, name: string) => Promise<unknown> };
  readonly actions: ReadonlyMap<string, Action>;
  readonly noun: string;
}

const RESOURCES: ReadonlyMap<string, ResourcePages> = new Map([
  ['s3', {
    list: bucketsPage, one: bucketPage, create: createBucket, actions: BUCKET_ACTIONS, noun: 'Bucket',
    remove: { form: 'delete-bucket', tab: 'objects', run: (visit, Bucket) => call(visit, 's3', 'DeleteBucket', { Bucket }) },
  }],
  ['dynamodb', {
    list: tablesPage, one: tablePage, create: createTable, actions: TABLE_ACTIONS, noun: 'Table',
    remove: { form: 'delete-table', tab: 'settings', run: (visit, TableName) => call(visit, 'dynamodb', 'DeleteTable', { TableName }) },
  }],
]);

function pageOf(path: readonly string[]): Page | null {
  const [service = '', resource] = path;
  const resources = RESOURCES.get(service);
  if (resources) return resource === undefined ? resources.list : resources.one;
  if (resource !== undefined) return null;
  return new Map<string, Page>([['', homePage], ['cloudtrail', cloudtrailPage], ['ec2', ec2Page]]).get(service) ?? null;
}

async function act(visit: Visit): Promise<WireResponse> {
  const [service = '', resource = '', form] = visit.path;
  const pages = RESOURCES.get(service);
  const home = `/console/${service}`;
  if (pages && resource === 'create' && form === undefined) {
    return goTo(`${home}/${encodeURIComponent(await pages.create(visit))}`, `${pages.noun} created.`);
  }
  if (pages && form === pages.remove.form) {
    await pages.remove.run(visit, resource);
    return goTo(home, `${pages.noun} deleted.`);
  }
  const action = pages?.actions.get(form ?? '');
  if (!action) return page(visit, 'Not found', html`<p>There is no such act.</p>`, NOT_FOUND);
  await action.run(visit, resource);
  return goTo(`${home}/${encodeURIComponent(resource)}?tab=${action.tab}`, action.done);
}

/** After a failed act the page it was made on is shown again, with AWS's words and what had been typed. */
async function showAgain(visit: Visit, error: AwsError): Promise<WireResponse> {
  const [service = '', resource, form] = visit.path;
  const pages = RESOURCES.get(service);
  if (!pages) throw error;
  if (resource === 'create' && form === undefined) return pages.list(visit, saidBy(error));
  return pages.one(visit, saidBy(error), form === pages.remove.form ? pages.remove.tab : pages.actions.get(form ?? '')?.tab);
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
