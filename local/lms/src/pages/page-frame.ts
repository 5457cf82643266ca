import type { Request } from 'express';
import type { Language } from '../course/local-text.ts';
import type { Person } from '../course/people.ts';
import { languageOf, sessionOf } from '../session.ts';
import type { LmsState } from '../state.ts';

/** What every page needs to know about the request. */
export type PageFrame = {
  readonly language: Language;
  readonly person: Person | undefined;
  /** Path of this page, to come back to after switching the language. */
  readonly here: string;
};

export function frameOf(state: LmsState, req: Request): PageFrame {
  return { language: languageOf(req), person: sessionOf(state, req)?.person, here: req.method === 'GET' ? req.originalUrl : '/' };
}
