import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoursePack, PackFault } from '@cloudclass/plugin-contract';
import { askChecks, type PackChecks } from './checks.ts';
import { Faults } from './faults.ts';
import { loadFixtures, type LoadedFixture } from './fixtures.ts';
import { loadGuide } from './guide.ts';
import { loadManifest } from './manifest.ts';
import { listPackFiles, type PackFiles } from './pack-files.ts';
import { loadTemplate } from './template.ts';
import { loadValidators } from './validators.ts';
import { loadVideo } from './video.ts';

/** A pack that is fine, with the fixtures that test it; or everything that is wrong with it. */
export type PackLoad =
  | { readonly ok: true; readonly pack: CoursePack; readonly fixtures: readonly LoadedFixture[] }
  | { readonly ok: false; readonly faults: readonly PackFault[] };

/**
 * Reads and checks the pack in a folder. What a pack holds is data: nothing of it is run, and its size and form are bounded.
 * @param checks what others know; without them, only what the loader can tell by itself is checked.
 * @returns every fault at once, in the order of files and lines, when there is any.
 */
export async function loadPack(folder: string, checks?: PackChecks): Promise<PackLoad> {
  const faults = new Faults();
  const files = await listPackFiles(folder, faults);
  const loaded = await loadParts(files, checks, faults);
  const found = faults.sorted();
  if (loaded === undefined || found.length > 0) return { ok: false, faults: found };
  const { fixtures, ...parts } = loaded;
  return { ok: true, pack: { ...parts, digest: await files.digest() }, fixtures };
}

type Parts = Omit<CoursePack, 'digest'> & { readonly fixtures: readonly LoadedFixture[] };

/** Reads on past a part that is faulty, leaving out only the checks that need it. */
async function loadParts(files: PackFiles, checks: PackChecks | undefined, faults: Faults): Promise<Parts | undefined> {
  const loaded = await loadManifest(files, faults);
  const template = await loadTemplate(files, loaded, faults);
  const judging = await loadValidators(files, loaded, template?.outputs, faults);
  if (checks !== undefined) await askChecks(loaded, judging, checks, faults);
  const video = await loadVideo(files, loaded, faults);
  const fixtures = await loadFixtures(files, loaded, template?.outputs, faults);
  if (loaded === undefined) return undefined;
  const guide = await loadGuide(files, loaded, faults);
  if (template === undefined) return undefined;
  return { manifest: loaded.manifest, template: template.body, resources: template.resources, guide, validators: judging.validators.map(({ content }) => content), code: judging.code, video, fixtures };
}

/**
 * Loads every pack of a folder of packs: each folder in it is taken for one.
 * @returns the outcome for each folder, by its name, in alphabetical order.
 */
export async function loadPacks(root: string): Promise<ReadonlyMap<string, PackLoad>> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const packs = new Map<string, PackLoad>();
  for (const name of names.toSorted()) packs.set(name, await loadPack(join(root, name)));
  return packs;
}
