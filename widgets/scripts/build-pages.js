import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/**
 * Builds the pages as they are shipped, from the sources as they are now.
 * @param {string} folder takes them; what was in it goes
 */
export async function buildPages(folder) {
  // a test runner says NODE_ENV=test, which would put the development build of React into them
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], { cwd: join(import.meta.dirname, '..'), env });
}
