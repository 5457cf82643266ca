import { z } from 'zod';
import type { WireResponse } from '../server/wire.ts';
import { type Html, html } from './html.ts';
import { actionForm, choice, page, regionOptions, type Said, table } from './layout.ts';
import { readBuckets, readObjects, readPolicyText, readSetting } from './s3-read.ts';
import { kept, type Visit } from './visit.ts';

const TABS = [['objects', 'Objects'], ['properties', 'Properties'], ['permissions', 'Permissions']] as const;
export type BucketTab = (typeof TABS)[number][0];

function bucketUrl(bucket: string, tab = 'objects'): string {
  return `/console/s3/${encodeURIComponent(bucket)}?tab=${tab}`;
}

/** The list of buckets, and the form that makes one. */
export async function bucketsPage(visit: Visit, said: Said): Promise<WireResponse> {
  const rows = (await readBuckets(visit)).map((bucket) => html`<tr>
<td><a href="${bucketUrl(bucket.Name)}">${bucket.Name}</a></td><td>${bucket.BucketRegion}</td><td><time>${bucket.CreationDate}</time></td></tr>`);
  const body = html`${table(['Name', 'Region', 'Created'], rows, 'This account has no buckets yet.')}
<section aria-labelledby="create"><h2 id="create">Create bucket</h2>
${actionForm(visit, '/console/s3/create', html`
<label>Bucket name<input name="bucket" required minlength="3" maxlength="63" autocomplete="off" spellcheck="false"></label>
<label>AWS Region<select name="bucketRegion">${regionOptions(visit.session.region)}</select></label>
<p class="hint">New buckets block all public access and keep their objects encrypted (SSE-S3).</p>
<button>Create bucket</button>`)}</section>`;
  return page(visit, 'Buckets', body, said);
}

async function objectsTab(visit: Visit, bucket: string): Promise<Html> {
  const action = `/console/s3/${encodeURIComponent(bucket)}`;
  const rows = (await readObjects(visit, bucket)).map((object) => html`<tr>
<td><code>${object.Key}</code></td><td class="number">${object.Size} B</td><td><time>${object.LastModified}</time></td>
<td>${actionForm(visit, `${action}/delete-object`, html`<input type="hidden" name="key" value="${object.Key}"><button class="quiet">Delete<span class="sr"> ${object.Key}</span></button>`)}</td></tr>`);
  return html`${table(['Key', 'Size', 'Last modified', ''], rows, 'This bucket is empty.')}
<section aria-labelledby="upload"><h2 id="upload">Upload</h2>
${actionForm(visit, `${action}/upload`, html`
<label>File<input type="file" name="file"></label>
<label>Key <span class="hint">empty: the name of the file</span><input name="key" autocomplete="off" spellcheck="false"></label>
<label>or type the content<textarea name="content" rows="6" spellcheck="false"></textarea></label>
<button>Upload</button>`, true)}</section>
<section aria-labelledby="remove"><h2 id="remove">Delete bucket</h2>
${actionForm(visit, `${action}/delete-bucket`, html`<p class="hint">A bucket must be empty before it can be deleted.</p><button class="danger">Delete bucket</button>`)}</section>`;
}

const encryption = z.object({ Rule: z.object({ ApplyServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.string() }) }) })
  .transform((found) => found.Rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm);
const website = z.object({ IndexDocument: z.object({ Suffix: z.string() }), ErrorDocument: z.object({ Key: z.string() }).optional() });

async function propertiesTab(visit: Visit, bucket: string): Promise<Html> {
  const action = `/console/s3/${encodeURIComponent(bucket)}`;
  const versioning = (await readSetting(visit, 'GetBucketVersioning', bucket))?.['Status'];
  const algorithm = encryption.safeParse(await readSetting(visit, 'GetBucketEncryption', bucket)).data;
  const site = website.safeParse(await readSetting(visit, 'GetBucketWebsite', bucket)).data;
  const address = `/website/${encodeURIComponent(bucket)}/`;
  return html`<section aria-labelledby="versioning"><h2 id="versioning">Bucket versioning</h2>
${actionForm(visit, `${action}/versioning`, html`<fieldset><legend>${versioning === undefined ? 'Never enabled' : String(versioning)}</legend>
${choice('status', 'Enabled', 'Enable', versioning === 'Enabled')}${choice('status', 'Suspended', 'Suspend', versioning === 'Suspended')}</fieldset><button>Save changes</button>`)}</section>
<section aria-labelledby="encryption"><h2 id="encryption">Default encryption</h2>
${actionForm(visit, `${action}/encryption`, html`<fieldset><legend>Encryption type</legend>
${choice('algorithm', 'AES256', 'SSE-S3', algorithm === 'AES256')}${choice('algorithm', 'aws:kms', 'SSE-KMS', algorithm === 'aws:kms')}</fieldset><button>Save changes</button>`)}</section>
<section aria-labelledby="website"><h2 id="website">Static website hosting</h2>
${site ? html`<p>Enabled. Website address on this endpoint: <a href="${address}">${address}</a></p>` : html`<p>Disabled.</p>`}
${actionForm(visit, `${action}/website`, html`
<label>Index document<input name="index" required value="${site?.IndexDocument.Suffix ?? 'index.html'}"></label>
<label>Error document <span class="hint">optional</span><input name="error" value="${site?.ErrorDocument?.Key ?? ''}"></label><button>Save changes</button>`)}
${site ? actionForm(visit, `${action}/website-delete`, html`<button class="quiet">Disable static website hosting</button>`) : null}</section>`;
}

/** The four switches of Block Public Access with what the AWS console calls them. */
export const PUBLIC_ACCESS_SWITCHES = [
  ['BlockPublicAcls', 'Block public access granted through new access control lists'],
  ['IgnorePublicAcls', 'Block public access granted through any access control lists'],
  ['BlockPublicPolicy', 'Block public access granted through new public bucket policies'],
  ['RestrictPublicBuckets', 'Block public and cross-account access through any public bucket policies'],
] as const;

async function permissionsTab(visit: Visit, bucket: string): Promise<Html> {
  const action = `/console/s3/${encodeURIComponent(bucket)}`;
  const block = await readSetting(visit, 'GetPublicAccessBlock', bucket);
  const stored = await readPolicyText(visit, bucket);
  const switches = PUBLIC_ACCESS_SWITCHES.map(([name, text]) => html`<label class="choice">
<input type="checkbox" name="${name}" ${String(block?.[name]) === 'true' ? html`checked` : null}>${text}</label>`);
  return html`<section aria-labelledby="block"><h2 id="block">Block public access</h2>
${actionForm(visit, `${action}/public-access`, html`<fieldset><legend>What to block</legend>${switches}</fieldset><button>Save changes</button>`)}</section>
<section aria-labelledby="policy"><h2 id="policy">Bucket policy</h2>
<p class="hint">Bucket ARN <code>arn:aws:s3:::${bucket}</code></p>
${actionForm(visit, `${action}/policy`, html`<label>Policy as JSON<textarea name="policy" rows="16" spellcheck="false">${kept(visit, 'policy', stored ?? '')}</textarea></label><button>Save changes</button>`)}
${stored === null ? null : actionForm(visit, `${action}/policy-delete`, html`<button class="quiet">Delete policy</button>`)}</section>`;
}

function tabBody(visit: Visit, bucket: string, tab: string): Promise<Html> {
  if (tab === 'properties') return propertiesTab(visit, bucket);
  return tab === 'permissions' ? permissionsTab(visit, bucket) : objectsTab(visit, bucket);
}

/** One bucket: its objects, properties or permissions. */
export async function bucketPage(visit: Visit, said: Said, asked?: string): Promise<WireResponse> {
  const bucket = visit.path[1] ?? '';
  const tab = asked ?? visit.request.query.get('tab') ?? 'objects';
  const links = TABS.map(([id, name]) => html`<a href="${bucketUrl(bucket, id)}" ${id === tab ? html`aria-current="page"` : null}>${name}</a>`);
  const body = html`<p><a href="/console/s3">All buckets</a></p><nav class="tabs" aria-label="Bucket">${links}</nav>${await tabBody(visit, bucket, tab)}`;
  return page(visit, bucket, body, said);
}
