import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { buildPages } from './widgets/scripts/build-pages.js';
import startOnce from './jest.start.js';

/** Builds the pages as they are now for all files that look at them, which neither need a build before them nor disturb one beside them. */
export default async function startWithPages() {
  await startOnce();
  if (process.env.CLOUDCLASS_TEST_PAGES !== undefined) return;
  const folder = join(tmpdir(), 'pages');
  await buildPages(folder);
  process.env.CLOUDCLASS_TEST_PAGES = folder;
}
