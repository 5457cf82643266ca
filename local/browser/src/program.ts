import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export interface BrowserProgram {
  readonly executablePath: string;
  /** What the program needs beside the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

/**
 * Finds a Chromium: the one CHROMIUM_PATH names, else the one that npm installed, unpacked once beside it. Test files that ask at the same time do not disturb each other: each unpacks aside, the first rename wins.
 */
export async function browserProgram(): Promise<BrowserProgram> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return { executablePath: named, environment: {} };
  const folder = await unpacked();
  const libraries = (await hasSystemLibraries()) ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  return { executablePath: join(folder, 'chromium'), environment: libraries };
}

async function unpacked(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const home = join(dirname(entry), '../..');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  // not the temporary folder: a run of the tests has one of its own, which goes with it
  const folder = join(home, '../../.cache', `cloudclass-chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}-`);
  const unpack = `import(${JSON.stringify(pathToFileURL(entry).href)}).then(({ default: chromium }) => chromium.executablePath())`;
  // the package unpacks into TMPDIR, and its system libraries only where it believes to be on AWS Lambda
  await run(process.execPath, ['--input-type=module', '-e', unpack], { env: { ...process.env, TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' } });
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  return folder;
}

/** Chromium needs NSS, NSPR and Expat; a bare machine has none of them. */
async function hasSystemLibraries(): Promise<boolean> {
  const listed = await run('/sbin/ldconfig', ['-p']).then(({ stdout }) => stdout, () => '');
  return ['libnss3.so', 'libnspr4.so', 'libexpat.so'].every((library) => listed.includes(library));
}
