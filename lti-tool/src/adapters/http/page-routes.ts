import { Router } from 'express';
import compressedStatic from 'express-static-gzip';
import { readPageShell } from './page-shell.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Serves the built pages: hashed assets for ever, each as it was compressed when it was built, and the shell for every page path; the shell itself
 * is never cached, so a new version is seen at the next load.
 * @param folder where the pages were built
 */
export function pageRoutes(folder: string): Router {
  const router = Router();
  const shell = readPageShell(folder);
  const serveStatic = { index: false, immutable: true, maxAge: YEAR_SECONDS * 1000, fallthrough: false } as const;
  router.use('/app', compressedStatic(folder, { enableBrotli: true, orderPreference: ['br', 'gzip'], index: false, serveStatic }));
  router.get('/', (_request, response) => response.redirect('/sign-in'));
  router.get(['/s/:session/:page', '/sign-in'], ({ params: { page = '' } }, response) => {
    response.type('html').set('cache-control', 'no-store').send(shell.of(String(page)));
  });
  return router;
}
