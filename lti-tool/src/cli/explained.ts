import type { Command } from 'commander';
import { CodedError } from '../errors.ts';

/** Runs a command's work; a mistake ends with its code and what to correct, never with a stack. */
export async function explained(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    command.error(`${error.code}: ${error.publicMessage}${error.detail === undefined ? '' : `\n${error.detail}`}`, { code: error.code, exitCode: 1 });
  }
}
