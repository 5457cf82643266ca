import { compilePack, evaluate, externalValidators, type CompiledPack } from '@cloudclass/event-patterns';
import type { Verdict, VerdictStatus } from '@cloudclass/plugin-contract';
import type { LoadedFixture } from '@cloudclass/plugin-loader';
import { loadOrExplain } from './lint.ts';
import { table, type Terminal } from './terminal.ts';
import { reasonFor } from './reason.ts';

/** How one step of a fixture ended, beside how it should have. */
interface StepOutcome {
  readonly step: string;
  readonly expected: VerdictStatus;
  readonly verdict: Verdict;
}

/**
 * `pack test`: evaluates every fixture of the packs and prints how they ended, with an explanation of every verdict that is not
 * the expected one.
 * @param options.all prints the verdicts that are as expected too.
 */
export async function testPacks(folders: readonly string[], options: { readonly all?: boolean }, terminal: Terminal): Promise<void> {
  for (const folder of folders) {
    const load = await loadOrExplain(folder, terminal);
    if (load === undefined) continue;
    terminal.out(`${load.pack.manifest.id} ${load.pack.manifest.version}`);
    testFixtures(compilePack(load.pack), load.fixtures, options.all ?? false, terminal);
  }
}

function testFixtures(pack: CompiledPack, fixtures: readonly LoadedFixture[], all: boolean, terminal: Terminal): void {
  if (fixtures.length === 0) {
    terminal.out('  has no fixtures, so nothing was tested: add a walk that passes and one that must not to fixtures/');
    terminal.setExitCode(1);
    return;
  }
  const outside = externalValidators(pack).map(({ address }) => address);
  if (outside.length > 0) terminal.out(`  not run here, so taken as todo: ${outside.join(', ')}`);
  const failed = fixtures.filter((fixture) => !testFixture(pack, fixture, all, terminal));
  terminal.out(`  ${fixtures.length} fixtures, ${fixtures.length - failed.length} as expected, ${failed.length} not`);
  if (failed.length > 0) terminal.setExitCode(1);
}

function testFixture(pack: CompiledPack, { file, fixture, records }: LoadedFixture, all: boolean, terminal: Terminal): boolean {
  const verdicts = evaluate(pack, fixture.lab, records);
  const outcomes = pack.steps.flatMap((step): readonly StepOutcome[] => {
    const expected = fixture.expect[step];
    return expected === undefined ? [] : [{ step, expected, verdict: verdicts.get(step) ?? { status: 'todo' } }];
  });
  const differing = outcomes.filter(isDifferent);
  terminal.out(`  ${differing.length === 0 ? 'ok  ' : 'FAIL'}  ${file}  ${fixture.description}`);
  for (const line of table((all ? outcomes : differing).map(outcomeRow))) terminal.out(`        ${line}`);
  return differing.length === 0;
}

function isDifferent({ expected, verdict }: StepOutcome): boolean {
  return expected !== verdict.status;
}

function outcomeRow(outcome: StepOutcome): readonly string[] {
  const { step, expected, verdict } = outcome;
  return [step, isDifferent(outcome) ? `expected ${expected}, is ${verdict.status}` : verdict.status, reasonFor(verdict)];
}
