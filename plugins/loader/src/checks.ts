import { leavesOf } from '@cloudclass/event-patterns';
import type { ProbeValidator } from '@cloudclass/plugin-contract';
import type { Faults } from './faults.ts';
import type { LoadedManifest } from './manifest.ts';
import type { LoadedValidators } from './validators.ts';

/**
 * What of a pack others know: which services accounts are cleaned of, what a probe may ask, what a sandbox says of code. The loader knows no other
 * plugin and runs nothing, so whoever joins the plugins hands it these.
 */
export interface PackChecks {
  /** Those of these services, as in IAM actions, that an account is not cleaned of after a lab. */
  uncleaned(services: readonly string[]): readonly string[];
  checkProbe(probe: ProbeValidator): readonly { readonly at: 'operation' | 'input' | 'assert'; readonly message: string }[];
  /** @returns why the source of a code validator could not be run, at a line from 1; undefined when it can */
  checkCode(source: string): Promise<{ readonly line: number; readonly message: string } | undefined>;
}

export async function askChecks(loaded: LoadedManifest | undefined, { validators, code }: LoadedValidators, checks: PackChecks, faults: Faults): Promise<void> {
  if (loaded) askForServices(loaded, checks, faults);
  askForProbes(validators, checks, faults);
  for (const [file, source] of Object.entries(code)) {
    const found = await checks.checkCode(source);
    if (found !== undefined) faults.add('PACK_CODE_INVALID', file, found.line, found.message);
  }
}

function askForServices({ manifest, source }: LoadedManifest, checks: PackChecks, faults: Faults): void {
  for (const service of checks.uncleaned(manifest.services)) {
    faults.add('PACK_SERVICE_UNCLEANED', source.file, source.lineOf(['services', manifest.services.indexOf(service)]), `no account is cleaned of ${service} after a lab, so the pack would not be published`);
  }
}

function askForProbes(validators: LoadedValidators['validators'], checks: PackChecks, faults: Faults): void {
  for (const { content, source } of validators) {
    for (const { leaf, at } of leavesOf(content.validator, ['validator'])) {
      if (!('probe' in leaf)) continue;
      for (const { at: field, message } of checks.checkProbe(leaf.probe)) {
        faults.add('PACK_PROBE_INVALID', source.file, source.lineOf([...at, 'probe', field]), `${field}: ${message}`);
      }
    }
  }
}
