import type { LabId } from '../../domain/ids.ts';

/**
 * Does work for one lab after another. One that fails keeps no other waiting.
 * @throws AggregateError with everything that failed, when all were tried
 */
export async function forEachLab(ids: readonly LabId[], work: (id: LabId) => Promise<void>): Promise<void> {
  const failures: Error[] = [];
  for (const id of ids) {
    await work(id).catch((cause: unknown) => failures.push(new Error(`lab ${id}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })));
  }
  const [first] = failures;
  if (first !== undefined) throw new AggregateError(failures, `${failures.length} of ${ids.length} labs failed, first ${first.message}`);
}
