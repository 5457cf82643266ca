import type { RequestHandler } from 'express';
import { contentPolicy } from '../../http/content-policy.ts';

/**
 * Headers of every answer. Nobody else's site shows the tool in a frame; the pages of a launch say for themselves that its platform may
 * (`features/launch`). The console and the videos open other origins by navigation and by media, not by script.
 */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('content-security-policy', contentPolicy([]));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  next();
};
