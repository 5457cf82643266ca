import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import { html } from '../html.ts';
import { layout } from './layout.ts';
import { frameOf } from './page-frame.ts';
import { sendPage } from './send-page.ts';
import { textsIn } from './texts.ts';

const problems = {
  notFound: { status: 404, title: 'notFound', lead: 'notFoundLead' },
  forbidden: { status: 403, title: 'forbidden', lead: 'forbiddenLead' },
} as const;
type Problem = keyof typeof problems;

/** Why a person cannot have a page. */
export class PageError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem);
    this.problem = problem;
  }
}

export const pageNotFound: RequestHandler = () => {
  throw new PageError('notFound');
};

/** Shows what went wrong in the LMS's frame, with the way back. */
export const pageErrorHandler = ({ state }: Pick<LmsContext, 'state'>): ErrorRequestHandler => (error: unknown, req, res, next) => {
  if (!(error instanceof PageError) || res.headersSent) return next(error);
  const frame = frameOf(state, req);
  const t = textsIn(frame.language);
  const { status, title, lead } = problems[error.problem];
  const main = html`<section class="notice"><h1>${t[title]}</h1><p>${t[lead]}</p><p><a class="button" href="/">${t.dashboard}</a></p></section>`;
  sendPage(res, status, layout(frame, { title: t[title], main }));
};
