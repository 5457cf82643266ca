import { BillingError } from '@cloudclass/billing';
import type { Command } from 'commander';
import { CodedError, lineOf } from '../errors.ts';

/** Runs a command's work; a mistake ends with its code and what to correct, never with a stack. */
export async function explained(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CodedError || error instanceof BillingError)) throw error;
    command.error(lineOf(error), { code: error.code, exitCode: 1 });
  }
}
