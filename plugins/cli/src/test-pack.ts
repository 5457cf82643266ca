import { runCodeValidator } from '@cloudclass/code-validator';
import { codeOutcomes, compilePack, evaluate, externalValidators, type CodeAnswers, type CompiledPack } from '@cloudclass/event-patterns';
import type { CoursePack, Verdict, VerdictStatus } from '@cloudclass/plugin-contract';
import type { LoadedFixture } from '@cloudclass/plugin-loader';
import { loadOrExplain } from './lint.ts';
import { reasonFor } from './reason.ts';
import { oneLine, table, type Terminal } from './terminal.ts';

/** How one step of a fixture ended, beside how it should have. */
interface StepOutcome {
  readonly step: string;
  readonly expected: VerdictStatus;
  readonly verdict: Verdict;
}

/** A pack with its validators made ready. */
interface Tested {
  readonly compiled: CompiledPack;
  readonly code: CoursePack['code'];
}

/**
 * `pack test`: evaluates every fixture of the packs as the server would, code in its sandbox, and prints how they ended, with an explanation of every
 * verdict that is not the expected one. A walk on which code comes to no answer is never as expected.
 * @param options.all prints the verdicts that are as expected too.
 */
export async function testPacks(folders: readonly string[], options: { readonly all?: boolean }, terminal: Terminal): Promise<void> {
  for (const folder of folders) {
    const load = await loadOrExplain(folder, terminal);
    if (load === undefined) continue;
    terminal.out(`${load.pack.manifest.id} ${load.pack.manifest.version}`);
    await testFixtures({ compiled: compilePack(load.pack), code: load.pack.code }, load.fixtures, options.all ?? false, terminal);
  }
}

async function testFixtures(pack: Tested, fixtures: readonly LoadedFixture[], all: boolean, terminal: Terminal): Promise<void> {
  if (fixtures.length === 0) {
    terminal.out('  has no fixtures, so nothing was tested: add a walk that passes and one that must not to fixtures/');
    terminal.setExitCode(1);
    return;
  }
  const probes = externalValidators(pack.compiled).flatMap(({ address, validator }) => ('probe' in validator ? [address] : []));
  if (probes.length > 0) terminal.out(`  probes are not run here, so taken as todo: ${probes.join(', ')}`);
  let failed = 0;
  for (const fixture of fixtures) if (!(await testFixture(pack, fixture, all, terminal))) failed += 1;
  terminal.out(`  ${fixtures.length} fixtures, ${fixtures.length - failed} as expected, ${failed} not`);
  if (failed > 0) terminal.setExitCode(1);
}

async function testFixture({ compiled, code }: Tested, { file, fixture, records }: LoadedFixture, all: boolean, terminal: Terminal): Promise<boolean> {
  const answers = await codeOutcomes(compiled, fixture.lab, records, (path, counted) => runCodeValidator(code[path] ?? '', counted, fixture.lab));
  const verdicts = evaluate(compiled, fixture.lab, records, answers.outcomes);
  const outcomes = compiled.steps.flatMap((step): readonly StepOutcome[] => {
    const expected = fixture.expect[step];
    return expected === undefined ? [] : [{ step, expected, verdict: verdicts.get(step) ?? { status: 'todo' } }];
  });
  const differing = outcomes.filter(isDifferent);
  const fine = differing.length === 0 && answers.failures.length === 0;
  terminal.out(`  ${fine ? 'ok  ' : 'FAIL'}  ${file}  ${fixture.description}`);
  const rows = [...answers.failures.map(failureRow), ...(all ? outcomes : differing).map(outcomeRow)];
  for (const line of table(rows)) terminal.out(`        ${line}`);
  return fine;
}

function failureRow({ address, file, failure: { code, detail, line } }: CodeAnswers['failures'][number]): readonly string[] {
  return [address, 'no answer', `${file}:${line ?? 1}: ${code} ${oneLine(detail)}`];
}

function isDifferent({ expected, verdict }: StepOutcome): boolean {
  return expected !== verdict.status;
}

function outcomeRow(outcome: StepOutcome): readonly string[] {
  const { step, expected, verdict } = outcome;
  return [step, isDifferent(outcome) ? `expected ${expected}, is ${verdict.status}` : verdict.status, reasonFor(verdict)];
}
