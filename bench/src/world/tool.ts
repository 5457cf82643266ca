import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@cloudclass/local-postgres';
import { endWithThisProcess } from '../run/last-resort.ts';
import type { Scope } from '../run/scope.ts';
import { until } from '../run/until.ts';
import { newFolder } from './folder.ts';
import { ROOT } from './root.ts';

/** The product's server in a process of its own, as it is deployed. */
export interface Tool {
  readonly url: string;
  readonly pid: number;
  /** Ends it at once, as a lost machine would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface ToolOptions {
  readonly roles: string;
  readonly databaseUrl: string;
  /** The same for every process on one database. */
  readonly sealingKey: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export const newSealingKey = (): string => randomBytes(32).toString('base64');

/** The end of the log says why a server did not start. */
const LOG_CHARACTERS = 2_000;
/** As long as `npm start` gives it. */
const GRACE_MILLISECONDS = 8_000;

/** Starts the built server and waits until it is ready. */
export async function startTool(scope: Scope, options: ToolOptions): Promise<Tool> {
  const folder = newFolder(scope, 'tool');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = fork(join(ROOT, 'lti-tool/dist/src/main.js'), ['--roles', options.roles], {
    cwd: ROOT,
    // as local/start and the image run it; nothing else of this process's environment
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environmentOf(options, folder), PORT: String(port), PUBLIC_URL: url, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: profiling(),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => { said = (said + chunk).slice(-LOG_CHARACTERS); });
  endWithThisProcess(child);
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
    await ended;
    clearTimeout(timer);
  };
  const tool = scope.keep({ url, pid: child.pid ?? 0, kill: () => end('SIGKILL'), close: () => end('SIGTERM') });
  await until('the server is ready', async () => {
    if (child.exitCode !== null) throw new Error(`the server ended while it started: ${said}`);
    return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.ok, () => false);
  });
  return tool;
}

function environmentOf({ databaseUrl, sealingKey }: ToolOptions, folder: string): Record<string, string> {
  return {
    NODE_OPTIONS: '--max-old-space-size=384',
    DATABASE_URL: databaseUrl,
    SEALING_KEY: sealingKey,
    ALLOW_PRIVATE_ADDRESSES: 'true',
    PACKS_DIR: join(ROOT, 'course-packs'),
    WAREHOUSE_DIR: join(folder, 'warehouse'),
    LOG_LEVEL: 'warn',
  };
}

/** `BENCH_PROFILE=folder` has the server write a processor profile there when it ends. */
function profiling(): string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
