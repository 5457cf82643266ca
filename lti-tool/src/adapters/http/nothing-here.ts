import type { ErrorRequestHandler, RequestHandler } from 'express';
import { randomBytes } from 'node:crypto';
import { fail } from '../../errors.ts';
import { pagePolicy, refusalPage } from '../../http/plain-page.ts';
import { isBrokenPath } from './error-handler.ts';
import { contextOf } from './request-context.ts';

const words = {
  ko: { heading: '이 주소에는 아무것도 없습니다', message: '실습은 강의의 활동에서 열립니다. LMS로 돌아가 활동을 다시 열어 주세요.' },
  en: { heading: 'There is nothing at this address', message: 'Labs open from an activity of your course. Go back to your LMS and open the activity again.' },
} as const;

/**
 * The answer where no route has one. A person who came by browser, for instance with a copied launch address, gets a
 * page; anything else gets the coded error.
 */
export const nothingHere: RequestHandler = (request, response, next) => {
  const forPerson = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
  if (!forPerson) return next(fail('NOT_FOUND'));
  const language = request.acceptsLanguages('ko', 'en') === 'ko' ? 'ko' : 'en';
  const nonce = randomBytes(16).toString('base64url');
  const { heading, message } = words[language];
  response.status(404).set({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' }).type('html');
  response.send(refusalPage({ language, nonce }, heading, { code: 'NOT_FOUND', message, correlationId: contextOf(request).correlationId }));
};

/** An address whose path cannot be decoded leads nowhere either: a person gets the same page, anything else what is wrong with it. */
export const nothingAtBrokenPath: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (!isBrokenPath(error)) return next(error);
  return nothingHere(request, response, () => next(error));
};
