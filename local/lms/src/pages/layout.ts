import type { Language } from '../course/local-text.ts';
import { nameIn, type Person } from '../course/people.ts';
import { html, type Html } from '../html.ts';
import { institution } from '../platform/institution.ts';
import type { PageFrame } from './page-frame.ts';
import { textsIn, type Texts } from './texts.ts';

export type PageContent = {
  readonly title: string;
  readonly main: Html;
  /** Links above the heading, outermost first. */
  readonly trail?: readonly { readonly href: string; readonly label: string }[];
  /** Scripts from `/assets`. */
  readonly scripts?: readonly string[];
  /** `wide` gives the whole width to the content, for a tool's frame. */
  readonly width?: 'reading' | 'wide';
};

/** A whole page in the LMS's frame: header, trail, content, footer. */
export function layout(frame: PageFrame, content: PageContent): Html {
  const t = textsIn(frame.language);
  return html`<!doctype html>
<html lang="${frame.language}">
${head(frame, content)}
<body>
<a class="skip" href="#main">${t.skip}</a>
${header(frame, t)}
<main id="main" class="${content.width ?? 'reading'}">
${trail(content.trail ?? [])}
${content.main}
</main>
<footer class="foot"><p>${t.practice}</p></footer>
</body>
</html>
`;
}

/** A page shown inside a frame of another page: content only. */
export function bareLayout(frame: PageFrame, content: PageContent): Html {
  return html`<!doctype html>
<html lang="${frame.language}">
${head(frame, content)}
<body class="bare"><main id="main" class="reading">${content.main}</main></body>
</html>
`;
}

const head = (frame: PageFrame, content: PageContent): Html => html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.title} · ${institution.name[frame.language]}</title>
<link rel="icon" href="/assets/crest.svg" type="image/svg+xml">
<link rel="stylesheet" href="/fonts/pretendard.css">
<link rel="stylesheet" href="/assets/lms.css">
${(content.scripts ?? []).map((script) => html`<script type="module" src="/assets/${script}"></script>`)}
</head>`;

const header = (frame: PageFrame, t: Texts): Html => html`<header class="top">
<a class="brand" href="/"><img src="/assets/crest.svg" alt="" width="32" height="32"><span>${institution.name[frame.language]}</span></a>
<div class="top-actions">
${languageSwitch(frame)}
${frame.person === undefined ? undefined : signedIn(frame.person, frame.language, t)}
</div>
</header>`;

function languageSwitch({ language, here }: PageFrame): Html {
  const other: Language = language === 'ko' ? 'en' : 'ko';
  return html`<form method="post" action="/language">
<input type="hidden" name="back" value="${here}">
<button class="quiet" name="language" value="${other}" lang="${other}">${textsIn(other).languageName}</button>
</form>`;
}

const signedIn = (person: Person, language: Language, t: Texts): Html => html`<span class="who">${nameIn(person, language)}</span>
<form method="post" action="/sign-out"><button class="quiet">${t.signOut}</button></form>`;

function trail(links: NonNullable<PageContent['trail']>): Html | undefined {
  if (links.length === 0) return undefined;
  return html`<nav class="trail" aria-label="Breadcrumb"><ol>${links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ol></nav>`;
}
