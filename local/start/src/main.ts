import { mkdirSync } from 'node:fs';
import { assertFree, portsFrom } from './ports.ts';
import { loadSecrets } from './secrets.ts';
import { startEverything, type Everything } from './everything.ts';
import { StartError } from './start-error.ts';

export { startEverything, type Everything, type EverythingOptions } from './everything.ts';
export { assertFree, portsFrom, type Ports } from './ports.ts';
export { loadSecrets } from './secrets.ts';
export { StartError } from './start-error.ts';

export interface StartOptions {
  /** Folder of the repository. */
  readonly root: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const FIRST_PORT = 3000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * `npm start`: everything in one process tree, until Ctrl-C.
 * @throws StartError with one sentence that says what to do
 */
export async function start({ root, dataDir, environment }: StartOptions): Promise<void> {
  const began = performance.now();
  const ports = portsFrom(firstPort(environment.PORT));
  await assertFree(ports);
  mkdirSync(dataDir, { recursive: true });
  const everything = await startEverything({ root, dataDir, ports, secrets: loadSecrets(dataDir), databaseUrl: environment.DATABASE_URL || undefined, say: (label) => say(`  ${label}: up`) });
  say(welcome(everything, (performance.now() - began) / 1000));
  endOnSignal(everything);
}

function firstPort(text: string | undefined): number {
  const port = Number(text ?? FIRST_PORT);
  if (Number.isInteger(port) && port > 0 && port <= 65_000) return port;
  throw new StartError(`PORT must be a whole number from 1 to 65000, not "${text}".`);
}

/** Whichever way it ends, everything that was started ends with it. */
function endOnSignal(everything: Everything): void {
  let ending = false;
  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    say('\nStopping …');
    void everything.close().finally(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // the embedded database's library would end this process as soon as the database has ended, with the rest still at work
    process.removeAllListeners(signal);
    process.on(signal, () => end(0));
  }
  for (const [roles, tool] of everything.tools) {
    void tool.ended.then((code): void => {
      if (!ending) say(`\nThe server (${roles}) ended with code ${code ?? 'none'}; its log stands in the data folder under logs/.`);
      end(1);
    });
  }
}

function welcome({ urls }: Everything, seconds: number): string {
  return `
Ready in ${seconds.toFixed(1)} s.

  1  Learner      ${urls.lms}          choose 김민준 Kim Min-jun, open "${'Host a static site on Amazon S3'}"
  2  Instructor   ${urls.lms}          sign out, choose 한지민 Han Ji-min, open the same activity
  3  Manager      ${urls.tool}/staff/sign-in   choose 오수빈 Oh Su-bin: usage, leases, invoices
  4  Sales        ${urls.tool}/staff/sign-in   choose 정하늘 Jung Ha-neul: catalogue, prices, contracts
  5  Operator     ${urls.tool}/staff/sign-in   choose 류민호 Ryu Min-ho: pool, queues, platforms
  6  Payments     ${urls.stripe}          the invoice as the payment provider has it
  7  A class      npm run class   in another terminal: the other eleven learners come and work
  8  Commands     npx cloudclass platform list    registers an LMS of yours beside the local one

Ctrl-C stops all of it; the next start finds its data again; "npm start -- --reset" begins anew.`;
}
