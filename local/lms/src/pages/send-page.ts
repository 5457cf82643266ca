import type { Response } from 'express';
import type { Html } from '../html.ts';

/** Sends a page. Pages change with the person and the language, so nothing may keep them. */
export function sendPage(res: Response, status: number, page: Html): void {
  res.status(status).set('Cache-Control', 'no-store').type('html').send(page.markup);
}
