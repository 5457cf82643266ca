import { cloudTrailRecordSchema, packFixtureSchema, type CloudTrailRecord, type PackFixture } from '@cloudclass/plugin-contract';
import { parseJson, type SourceDocument } from './document.ts';
import type { Faults } from './faults.ts';
import { stepIdsOf, type LoadedManifest } from './manifest.ts';
import type { PackFiles } from './pack-files.ts';
import { parseWith } from './schema.ts';

/** A fixture whose records were read: a walk through the lab, and how its steps must end. */
export interface LoadedFixture {
  /** Path in the pack, for instance `fixtures/walk-passes.json`. */
  readonly file: string;
  readonly fixture: PackFixture;
  readonly records: readonly CloudTrailRecord[];
}

const schema = packFixtureSchema.extend({ records: cloudTrailRecordSchema.array() });

/**
 * @param loaded the manifest; undefined when it could not be read.
 * @param outputs of the template; undefined when it could not be read.
 */
export async function loadFixtures(
  files: PackFiles,
  loaded: LoadedManifest | undefined,
  outputs: ReadonlySet<string> | undefined,
  faults: Faults,
): Promise<readonly LoadedFixture[]> {
  const steps = stepIdsOf(loaded);
  const paths = files.paths.filter((path) => path.startsWith('fixtures/') && path.endsWith('.json'));
  const read = paths.map(async (file) => {
    const source = parseJson(file, (await files.read(file)) ?? '', faults);
    const fixture = source && parseWith(schema, source, faults, 'PACK_FIXTURE_INVALID');
    if (source === undefined || fixture === undefined) return [];
    checkAgainstPack(fixture, source, { steps, outputs, faults });
    return [{ file, fixture, records: fixture.records }];
  });
  return (await Promise.all(read)).flat();
}

interface Against {
  readonly steps: ReadonlySet<string> | undefined;
  readonly outputs: ReadonlySet<string> | undefined;
  readonly faults: Faults;
}

function checkAgainstPack({ expect, lab }: PackFixture, source: SourceDocument, { steps, outputs, faults }: Against): void {
  for (const step of Object.keys(expect)) {
    if (steps?.has(step) === false) faults.add('PACK_FIXTURE_INVALID', source.file, source.lineOf(['expect', step]), `pack.yaml has no step ${step}`);
  }
  for (const output of outputs ?? []) {
    if (Object.hasOwn(lab.outputs, output)) continue;
    faults.add('PACK_FIXTURE_INVALID', source.file, source.lineOf(['lab', 'outputs']), `the lab has no value for the template's output ${output}`);
  }
}
