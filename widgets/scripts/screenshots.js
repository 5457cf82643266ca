/** `npm run screenshots -w widgets -- FOLDER [PART-OF-A-NAME]`: pictures of every state, for a person to look at. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { buildPages } from './build-pages.js';

const [folder = 'screenshots', wanted = ''] = process.argv.slice(2);
const pages = await mkdtemp(join(tmpdir(), 'cloudclass-pages-'));
process.env.CLOUDCLASS_TEST_PAGES = pages;
// Vite only reads TypeScript here: there is nothing to serve or to bundle.
const vite = await createServer({
  configFile: false,
  server: { middlewareMode: true },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
  logLevel: 'error',
});
try {
  await buildPages(pages);
  const { takeScreenshots } = await vite.ssrLoadModule('/test/screenshots.ts');
  await takeScreenshots(folder, wanted);
  const { takeStaffScreenshots } = await vite.ssrLoadModule('/test/staff-screenshots.ts');
  await takeStaffScreenshots(folder, wanted);
} finally {
  await vite.close();
  await rm(pages, { recursive: true, force: true });
}
