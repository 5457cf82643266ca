import { join } from 'node:path';
import type { PackLoad } from '@cloudclass/plugin-loader';
import type { PackFault } from '@cloudclass/plugin-contract';
import { checkPack } from './check-pack.ts';
import { oneLine, type Terminal } from './terminal.ts';

/**
 * `pack lint`: checks packs and prints every fault as `file:line: CODE message`, the form editors and CI annotate.
 * @param folders of packs, each by its path.
 */
export async function lint(folders: readonly string[], terminal: Terminal): Promise<void> {
  for (const folder of folders) {
    const load = await loadOrExplain(folder, terminal);
    if (load === undefined) continue;
    const { id, version, steps } = load.pack.manifest;
    terminal.out(`${folder}: ${id} ${version} is fine (${steps.length} steps, ${load.fixtures.length} fixtures)`);
  }
}

/** Loads a pack; when it has faults, prints them and asks for exit code 1. */
export async function loadOrExplain(folder: string, terminal: Terminal): Promise<Extract<PackLoad, { ok: true }> | undefined> {
  const load = await checkPack(folder);
  if (load.ok) return load;
  for (const fault of load.faults) terminal.out(faultLine(folder, fault));
  terminal.out(`${folder}: ${load.faults.length} ${load.faults.length === 1 ? 'fault' : 'faults'}`);
  terminal.setExitCode(1);
  return undefined;
}

function faultLine(folder: string, { file, line, code, message }: PackFault): string {
  return `${join(folder, file)}:${line}: ${code} ${oneLine(message)}`;
}
