import type { Request } from 'express';
import type { Language } from '../course/local-text.ts';
import { html, type Html } from '../html.ts';
import { languageOf } from '../session.ts';
import type { DeepLinkingOutcome } from '../services/deep-linking-outcome.ts';
import { bareLayout } from './layout.ts';
import { textsIn } from './texts.ts';

/** Shown in the frame the tool was in. It leads the whole window back to the course, where the new activities are. */
export function deepLinkingDonePage(outcome: DeepLinkingOutcome, req: Request): Html {
  const language = outcome.status === 'refused' ? languageOf(req) : outcome.asked.language;
  const { title, body } = told(outcome, language);
  return bareLayout(
    { language, person: undefined, here: '/' },
    {
      title,
      main: html`<section class="notice" role="status"><h1>${title}</h1>${body}${wayBack(outcome, language)}</section>`,
      ...(outcome.status === 'added' && outcome.activities.length > 0 && outcome.ignored === 0 ? { scripts: ['leave-frame.js'] } : {}),
    },
  );
}

function told(outcome: DeepLinkingOutcome, language: Language): { title: string; body: Html } {
  const t = textsIn(language);
  switch (outcome.status) {
    case 'refused':
      return { title: t.refused, body: html`<p><code>${outcome.reason}</code></p>` };
    case 'tool-error':
      return { title: t.toolError, body: html`<p>${outcome.message}</p>` };
    case 'added':
      return {
        title: outcome.activities.length === 0 ? t.addedNothing : t.added(outcome.activities.length),
        body: html`<ul>${outcome.activities.map((activity) => html`<li>${activity.title[language]}</li>`)}</ul>
${outcome.message === undefined ? undefined : html`<p>${outcome.message}</p>`}
${outcome.ignored > 0 && html`<p>${t.ignoredItems(outcome.ignored)}</p>`}`,
      };
  }
}

function wayBack(outcome: DeepLinkingOutcome, language: Language): Html {
  const href = outcome.status === 'refused' ? '/' : `/courses/${outcome.asked.course.id}`;
  return html`<p><a class="button" id="way-back" target="_top" href="${href}">${textsIn(language).backToCourse}</a></p>`;
}
