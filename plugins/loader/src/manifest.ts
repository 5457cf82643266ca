import { packManifestSchema, type PackManifest } from '@cloudclass/plugin-contract';
import { parseYaml, type SourceDocument } from './document.ts';
import type { Faults } from './faults.ts';
import type { PackFiles } from './pack-files.ts';
import { parseWith } from './schema.ts';

/** `pack.yaml`, with the document it came from so that later checks can name a line. */
export interface LoadedManifest {
  readonly manifest: PackManifest;
  readonly source: SourceDocument;
}

/** The ids of the steps, when the manifest could be read. */
export function stepIdsOf(loaded: LoadedManifest | undefined): ReadonlySet<string> | undefined {
  return loaded && new Set(loaded.manifest.steps.map(({ id }) => id));
}

const file = 'pack.yaml';

export async function loadManifest(files: PackFiles, faults: Faults): Promise<LoadedManifest | undefined> {
  const text = await files.read(file);
  if (text === undefined) {
    faults.add('PACK_FILE_MISSING', file, 1, 'there is no pack.yaml');
    return undefined;
  }
  const source = parseYaml(file, text, faults);
  const manifest = source && parseWith(packManifestSchema, source, faults);
  if (source === undefined || manifest === undefined) return undefined;
  checkStepIds(manifest, source, faults);
  return { manifest, source };
}

function checkStepIds({ steps }: PackManifest, source: SourceDocument, faults: Faults): void {
  const ids = steps.map(({ id }) => id);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) faults.add('PACK_STEP_DUPLICATE', file, source.lineOf(['steps', index]), `step ${id} is there twice`);
  });
}
