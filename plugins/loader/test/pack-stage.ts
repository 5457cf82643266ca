import { beforeAll } from '@jest/globals';
import { compilePack, evaluate, type CompiledPack } from '@cloudclass/event-patterns';
import type { CoursePack, Verdict } from '@cloudclass/plugin-contract';
import { loadPack, type LoadedFixture } from '../src/index.ts';

/** A pack with its recorded walks, for the tests of one file. */
export interface PackStage {
  readonly pack: CoursePack;
  readonly fixtures: readonly LoadedFixture[];
  /** The verdicts on a walk, by step. */
  verdictsOf(fixture: LoadedFixture): ReadonlyMap<string, Verdict>;
  /** The verdicts on the walk of this name, by step. @throws Error when there is none */
  verdictsOn(name: string): ReadonlyMap<string, Verdict>;
}

/** Loads a pack before the tests of the file: call it once, at its top. @param folder of the pack */
export function packStage(folder: string): PackStage {
  let loaded: { readonly pack: CoursePack; readonly fixtures: readonly LoadedFixture[]; readonly compiled: CompiledPack } | undefined;
  const standing = (): NonNullable<typeof loaded> => {
    if (loaded === undefined) throw new Error('the pack is here while tests run');
    return loaded;
  };
  beforeAll(async () => {
    const load = await loadPack(folder);
    if (!load.ok) throw new Error(load.faults.map(({ file, line, code, message }) => `${file}:${line}: ${code} ${message}`).join('\n'));
    loaded = { pack: load.pack, fixtures: load.fixtures, compiled: compilePack(load.pack) };
  });
  const verdictsOf = ({ fixture, records }: LoadedFixture): ReadonlyMap<string, Verdict> => evaluate(standing().compiled, fixture.lab, records);
  return {
    get pack() { return standing().pack; },
    get fixtures() { return standing().fixtures; },
    verdictsOf,
    verdictsOn(name) {
      const found = standing().fixtures.find(({ file }) => file === `fixtures/${name}.json`);
      if (found === undefined) throw new Error(`There is no fixture ${name}`);
      return verdictsOf(found);
    },
  };
}
