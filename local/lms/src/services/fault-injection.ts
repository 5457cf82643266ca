import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import type { Fault, Faults, FaultyService } from '../faults.ts';
import { cutShort, loseReply, mislead, replaceReply } from './spoiled-reply.ts';

/** Lets the faults in force act on an endpoint, before anything else happens there. */
export const faultInjection = (faults: Faults, service: FaultyService): RequestHandler => async (req, res, next) => {
  const fault = faults.take(service);
  if (fault === undefined) return next();
  if (fault.kind === 'slow') await delay(fault.delayMs, undefined, { ref: false });
  else if (isAnswer(fault)) return answer(fault, res);
  else spoil(fault, req.originalUrl, res);
  next();
};

type AnswerFault = Extract<Fault, { kind: 'hangs' | 'unauthorized' | 'redirect' | 'html' | 'oversized' | 'throttled' | 'server-error' | 'invalid-json' }>;
type SpoilingFault = Exclude<Fault, AnswerFault | { kind: 'slow' }>;

const spoiling: readonly string[] = ['lost-reply', 'truncated', 'answered', 'wrong-link', 'slow'] satisfies (SpoilingFault['kind'] | 'slow')[];
const isAnswer = (fault: Fault): fault is AnswerFault => !spoiling.includes(fault.kind);

/** The fault gives the answer itself; nothing is done. */
function answer(fault: AnswerFault, res: Response): void {
  switch (fault.kind) {
    case 'hangs':
      return;
    case 'unauthorized':
      return refuseToken(res, fault);
    case 'redirect':
      return res.redirect(302, fault.to);
    case 'html':
      return void res.status(fault.status ?? 200).type('html').send('<!doctype html><title>Maintenance</title><p>The site is being maintained.</p>');
    case 'oversized':
      return void res.status(200).type('application/json').send(JSON.stringify({ padding: 'x'.repeat(fault.bytes) }));
    case 'throttled':
      return throttle(res, fault);
    case 'server-error':
      return void res.status(500).json({ status: 500, reason: 'Internal server error' });
    case 'invalid-json':
      return void res.status(200).type('application/json').send('{"access_token": "cut off in the mid');
  }
}

/** Sakai calls the request a bad one, and says in a word that it is the token. */
function refuseToken(res: Response, { by }: Extract<Fault, { kind: 'unauthorized' }>): void {
  if (by === '400') return void res.status(400).json({ error: 'signature_error' });
  res.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"').json({ status: 401, reason: 'Unauthorized' });
}

/** Canvas throttles with 403 and names no time to come back. */
function throttle(res: Response, { retryAfterSeconds, by }: Extract<Fault, { kind: 'throttled' }>): void {
  if (by === '403') return void res.status(403).type('text/plain').send('403 Forbidden (Rate Limit Exceeded)\n');
  res.status(429).set('Retry-After', String(retryAfterSeconds)).json({ status: 429, reason: 'Too many requests' });
}

/** The work is done; its answer suffers. */
function spoil(fault: SpoilingFault, requested: string, res: Response): void {
  switch (fault.kind) {
    case 'lost-reply':
      return loseReply(res);
    case 'truncated':
      return cutShort(res);
    case 'answered':
      return replaceReply(res, fault.status);
    case 'wrong-link':
      return mislead(res, fault.link, requested);
  }
}
