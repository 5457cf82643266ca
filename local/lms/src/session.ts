import type { Request, Response } from 'express';
import { languageSchema, type Language } from './course/local-text.ts';
import type { Person } from './course/people.ts';
import type { LmsState } from './state.ts';

const sessionCookie = 'haneul_session';
const languageCookie = 'haneul_language';

/** Lax: tools on other sites cannot act for the person, while following a link to the LMS keeps them signed in. */
const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/' } as const;
const languageMaxAgeMs = 365 * 24 * 60 * 60_000;

export type Session = { readonly id: string; readonly person: Person };

export function sessionOf(state: LmsState, req: Request): Session | undefined {
  const id = cookieValue(req, sessionCookie);
  const person = id === undefined ? undefined : state.personOfSession(id);
  return id === undefined || person === undefined ? undefined : { id, person };
}

export const setSessionCookie = (res: Response, id: string): void => void res.cookie(sessionCookie, id, cookieOptions);
export const clearSessionCookie = (res: Response): void => void res.clearCookie(sessionCookie, cookieOptions);

/** The language chosen by the switch, else the browser's, else Korean: it is a Korean university. */
export function languageOf(req: Request): Language {
  const chosen = languageSchema.safeParse(cookieValue(req, languageCookie));
  if (chosen.success) return chosen.data;
  return req.acceptsLanguages('ko', 'en') === 'en' ? 'en' : 'ko';
}

export const setLanguageCookie = (res: Response, language: Language): void =>
  void res.cookie(languageCookie, language, { ...cookieOptions, maxAge: languageMaxAgeMs });

function cookieValue(req: Request, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
