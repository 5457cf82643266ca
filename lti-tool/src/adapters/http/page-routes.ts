import express, { Router } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Serves the built pages: hashed assets for ever, and the shell for every page path; the shell itself is never cached,
 * so a new version is seen at the next load.
 * @param folder where the pages were built
 */
export function pageRoutes(folder: string): Router {
  const router = Router();
  const shell = readFileSync(join(folder, 'index.html'), 'utf8');
  router.use('/app', express.static(folder, { index: false, immutable: true, maxAge: YEAR_SECONDS * 1000, fallthrough: false }));
  router.get('/', (_request, response) => response.redirect('/sign-in'));
  router.get(['/s/:session/:page', '/sign-in'], (_request, response) => {
    response.type('html').set('cache-control', 'no-store').send(shell);
  });
  return router;
}
