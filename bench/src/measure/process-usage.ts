import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel was built with (proc(5)). */
const TICK_MILLISECONDS = 10;
const KIBIBYTES_IN_MEGABYTE = 1024;

/** Fields of /proc/PID/stat after the name, which may hold anything, blanks included. */
function statOf(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Processor time that a process has used so far, of itself and the kernel for it. */
export function cpuMilliseconds(pid: number): number {
  const [user, system] = [statOf(pid)[11], statOf(pid)[12]];
  return (Number(user) + Number(system)) * TICK_MILLISECONDS;
}

/** The same of a process and all it has started, those that have ended meanwhile included. */
export function treeCpuMilliseconds(root: number): number {
  const own = (pid: number): number => {
    const fields = fieldsOf(pid);
    return fields === undefined ? 0 : fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  };
  return treeOf(root).map(own).reduce((a, b) => a + b, 0) * TICK_MILLISECONDS;
}

function kibibytes(file: string, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'));
  return Number(line?.[1] ?? 0);
}

/** Memory a process holds, shared pages counted in full. */
export const residentMegabytes = (pid: number): number => kibibytes(`/proc/${pid}/status`, 'VmRSS') / KIBIBYTES_IN_MEGABYTE;

/** Memory a process holds, shared pages divided by those who share them: the sum over processes counts each page once. */
export const proportionalMegabytes = (pid: number): number => kibibytes(`/proc/${pid}/smaps_rollup`, 'Pss') / KIBIBYTES_IN_MEGABYTE;

/** A process and everything it started, as far as it lives. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

function parentOf(pid: number): number | undefined {
  const fields = fieldsOf(pid);
  return fields === undefined ? undefined : Number(fields[1]);
}

/** @returns undefined when the process has ended meanwhile */
function fieldsOf(pid: number): readonly string[] | undefined {
  try {
    return statOf(pid);
  } catch {
    return undefined;
  }
}
