import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './start-error.ts';

export interface ToolProcess {
  readonly pid: number;
  /** Resolves with the exit code when the process has ended. */
  readonly ended: Promise<number | null>;
  hasEnded(): boolean;
  /** Ends it as an operator would (SIGTERM), or at once (SIGKILL). */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ToolOptions {
  readonly roles: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the repository, built. */
  readonly cwd: string;
  readonly logFile: string;
}

const BUILT_SERVER = 'lti-tool/dist/src/main.js';

/** Starts the server in a process of its own; its log goes to a file. It ends when this process ends, however that happens. */
export function startTool({ roles, environment, cwd, logFile }: ToolOptions): ToolProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = fork(join(cwd, BUILT_SERVER), ['--roles', roles], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return { pid: child.pid ?? 0, ended, hasEnded, stop: (signal = 'SIGTERM') => stop(child, ended, signal) };
}

const GRACE_MILLISECONDS = 8_000;

async function stop(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
  await ended;
  clearTimeout(timer);
}

/**
 * Waits until the server answers that it is ready.
 * @throws StartError when it ends first, or takes longer than the deadline
 */
export async function untilReady(tool: ToolProcess, url: string, logFile: string, deadlineMilliseconds = 30_000): Promise<void> {
  const deadline = performance.now() + deadlineMilliseconds;
  while (performance.now() < deadline) {
    if (tool.hasEnded()) throw new StartError(`The server ended while it started; its log says why: ${logFile}`);
    const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.ok, () => false);
    if (ready) return;
    await pause(100);
  }
  throw new StartError(`The server was not ready within ${deadlineMilliseconds / 1000} s; its log says why: ${logFile}`);
}
