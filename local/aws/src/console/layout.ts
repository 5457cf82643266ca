import type { AwsError } from '../errors.ts';
import type { WireResponse } from '../server/wire.ts';
import { type Html, html } from './html.ts';
import type { Visit } from './visit.ts';

/** Regions the console offers; the API takes any. */
export const REGIONS: readonly (readonly [code: string, name: string])[] = [
  ['us-east-1', 'US East (N. Virginia)'],
  ['us-east-2', 'US East (Ohio)'],
  ['us-west-2', 'US West (Oregon)'],
  ['ap-northeast-1', 'Asia Pacific (Tokyo)'],
  ['ap-northeast-2', 'Asia Pacific (Seoul)'],
  ['ap-southeast-1', 'Asia Pacific (Singapore)'],
  ['eu-central-1', 'Europe (Frankfurt)'],
  ['eu-west-1', 'Europe (Ireland)'],
];

const SERVICES: readonly (readonly [path: string, name: string])[] = [['s3', 'S3'], ['dynamodb', 'DynamoDB'], ['cloudtrail', 'CloudTrail'], ['ec2', 'EC2']];

const SECURITY_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** What a page tells at its top. */
type Notice = { readonly kind: 'done' | 'error'; readonly text: string } | null;

function document(title: string, header: Html, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local AWS console</title>
<link rel="stylesheet" href="/console/fonts/pretendard.css">
<link rel="stylesheet" href="/console/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><a class="brand" href="/console">Local AWS console</a>${header}</header>
<main id="main">${body}</main>
</body>
</html>`.text;
}

/** Options of a Region list with one chosen. */
export function regionOptions(chosen: string): Html[] {
  return REGIONS.map(([code, name]) => html`<option value="${code}" ${code === chosen ? html`selected` : null}>${name} ${code}</option>`);
}

function header(visit: Visit): Html {
  const { caller, path, session } = visit;
  const who = caller.kind === 'role' ? `${caller.roleName}/${caller.sessionName}` : caller.userName;
  const links = SERVICES.map(([to, name]) => html`<a href="/console/${to}" ${path[0] === to ? html`aria-current="page"` : null}>${name}</a>`);
  return html`<nav aria-label="Services">${links}</nav>
<form class="region" method="get"><label for="region">Region</label>
<select id="region" name="region">${regionOptions(session.region)}</select><button class="quiet">Go</button></form>
<p class="who"><span title="${who}">${who}</span><span>Account <code>${caller.account}</code></span></p>`;
}

/** What became of the act or visit a page answers. */
export interface Said {
  readonly notice: Notice;
  readonly status: number;
}

/** What to tell when AWS refused: its own words. */
export function saidBy(error: AwsError): Said {
  return { notice: { kind: 'error', text: `${error.code}: ${error.message}` }, status: error.status };
}

/** A page of the console for a signed-in visitor. */
export function page(visit: Visit, title: string, body: Html, { notice, status }: Said): WireResponse {
  const told = notice === null ? null : html`<p class="notice ${notice.kind}" role="${notice.kind === 'error' ? 'alert' : 'status'}">${notice.text}</p>`;
  return { status, headers: SECURITY_HEADERS, body: document(title, header(visit), html`${told}<h1>${title}</h1>${body}`) };
}

/** A page for somebody who is not, or no longer, signed in. */
export function outsidePage(status: number, title: string, text: string): WireResponse {
  return { status, headers: SECURITY_HEADERS, body: document(title, html``, html`<h1>${title}</h1><p>${text}</p>`) };
}

/** A form that acts: it carries the session's form token. */
export function actionForm(visit: Visit, action: string, body: Html, multipart = false): Html {
  return html`<form method="post" action="${action}" ${multipart ? html`enctype="multipart/form-data"` : null}>
<input type="hidden" name="formToken" value="${visit.session.formToken}">${body}</form>`;
}

/** One of several answers of which one is chosen. */
export function choice(name: string, value: string, text: string, chosen: boolean): Html {
  return html`<label class="choice"><input type="radio" name="${name}" value="${value}" ${chosen ? html`checked` : null}>${text}</label>`;
}

/** A table with headings, or a sentence when there is nothing to list. */
export function table(headings: readonly string[], rows: readonly Html[], empty: string): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const heads = headings.map((heading) => html`<th scope="col">${heading}</th>`);
  return html`<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Sends the browser on after an act, with what to tell there. */
export function goTo(path: string, done: string): WireResponse {
  const separator = path.includes('?') ? '&' : '?';
  return { status: 303, headers: { location: `${path}${separator}done=${encodeURIComponent(done)}`, 'cache-control': 'no-store' }, body: '' };
}
