import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The pages as they are shipped, built from the sources as they are now. */
export interface BuiltPages {
  readonly folder: string;
  remove(): Promise<void>;
}

const widgets = new URL('../../', import.meta.url).pathname;

/** Builds into a folder of its own, so that a test neither needs a build before it nor disturbs one beside it. */
export async function buildPages(): Promise<BuiltPages> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudclass-pages-'));
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--logLevel', 'error'], { cwd: widgets });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
