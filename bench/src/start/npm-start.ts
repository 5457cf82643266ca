import { freePort } from '@cloudclass/local-postgres';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { proportionalMegabytes, residentMegabytes, treeOf } from '../measure/process-usage.ts';
import { endWithThisProcess } from '../run/last-resort.ts';
import type { Scope } from '../run/scope.ts';
import { until } from '../run/until.ts';
import { ROOT } from '../world/root.ts';

export interface Started {
  /** From the command to the line that says it is ready. */
  readonly seconds: number;
  /** Megabytes of the whole process tree: shared pages once, and with everybody. */
  readonly proportional: number;
  readonly resident: number;
  readonly processes: number;
}

/** `npm start` takes six ports in a row. */
const PORTS = 6;
/** What a start leaves behind is not yet given back when it says that it is ready. */
const SETTLE_MILLISECONDS = 2_000;
/** The first start of a fresh checkout also installs and builds. */
const LONGEST_SECONDS = 600;

/** Types `npm start`, waits until it is ready, weighs it, and ends it as Ctrl-C does. */
export async function npmStart(scope: Scope, dataDir: string): Promise<Started> {
  const environment = { ...process.env, PORT: String(await portsInARow()), CLOUDCLASS_DATA_DIR: dataDir };
  const began = performance.now();
  // a process group of its own, so that all of it can be ended at once
  const child = spawn('npm', ['start'], { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const interrupt = (): void => { if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT'); };
  endWithThisProcess(child, interrupt);
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => { said += chunk; });
  const running = scope.keep({
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      interrupt();
      await ended;
    },
  });
  await until('npm start is ready', () => {
    if (child.exitCode !== null) throw new Error(`npm start ended: ${said.slice(-1_000)}`);
    return said.includes('Ready in');
  }, { seconds: LONGEST_SECONDS, everyMilliseconds: 10 });
  const seconds = (performance.now() - began) / 1_000;
  await pause(SETTLE_MILLISECONDS);
  const weighed = weigh(child.pid ?? 0);
  await running.close();
  return { seconds, ...weighed };
}

function weigh(root: number): Omit<Started, 'seconds'> {
  const tree = treeOf(root);
  const sum = (megabytes: (pid: number) => number): number => tree.map(megabytes).reduce((a, b) => a + b, 0);
  return { proportional: sum(proportionalMegabytes), resident: sum(residentMegabytes), processes: tree.length };
}

async function portsInARow(): Promise<number> {
  for (;;) {
    const first = await freePort();
    const free = await Promise.all(Array.from({ length: PORTS }, (_, index) => isFree(first + index)));
    if (first + PORTS <= 65_000 && free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
