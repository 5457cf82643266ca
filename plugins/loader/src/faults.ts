import type { PackFault } from '@cloudclass/plugin-contract';
import type { PackFaultCode } from './fault-codes.ts';

/** Collects what is wrong with a pack while reading goes on, so that an author sees every fault at once. */
export class Faults {
  readonly #found: PackFault[] = [];

  /** @param line counted from 1; 1 when the fault is about the file as a whole. */
  add(code: PackFaultCode, file: string, line: number, message: string): void {
    this.#found.push({ code, file, line, message });
  }

  /** The faults in the order of files and lines. */
  sorted(): readonly PackFault[] {
    return this.#found.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line);
  }
}
