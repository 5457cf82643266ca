import type { ProbeValidator } from '@cloudclass/plugin-contract';
import { compile } from '@jmespath-community/jmespath';
import { z } from 'zod';
import { allowedCalls, isAllowedS3 } from './allowed-calls.ts';
import type { ProbeProblem } from './run-probe.ts';

/** What is wrong with a probe whatever the account's state is. */
export interface ProbeFault {
  /** The field it is about. */
  readonly at: 'operation' | 'input' | 'assert';
  readonly problem: Exclude<ProbeProblem, 'PROBE_FAILED'>;
  readonly message: string;
}

/** Checks a probe as its author wrote it, variables and all, by the rules it is run by; asks AWS nothing. */
export function checkProbe({ service, operation, input, assert }: Pick<ProbeValidator, 'service' | 'operation' | 'input' | 'assert'>): readonly ProbeFault[] {
  return [...callFaults(service, operation, input), ...assertionFaults(assert)];
}

function callFaults(service: string, operation: string, input: ProbeValidator['input']): readonly ProbeFault[] {
  if (!isAllowedS3(service, operation)) {
    const allowed = Object.keys(allowedCalls.s3).map((name) => `s3:${name}`).join(', ');
    return [{ at: 'operation', problem: 'PROBE_NOT_ALLOWED', message: `a probe may not call ${service}:${operation}, only ${allowed}` }];
  }
  const parsed = allowedCalls.s3[operation].safeParse(input);
  return parsed.success ? [] : [{ at: 'input', problem: 'PROBE_INPUT_INVALID', message: z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ') }];
}

function assertionFaults(assertion: string): readonly ProbeFault[] {
  try {
    compile(assertion);
    return [];
  } catch (error) {
    return [{ at: 'assert', problem: 'PROBE_ASSERTION_INVALID', message: error instanceof Error ? error.message : String(error) }];
  }
}
