import type { CoursePack } from '@cloudclass/plugin-contract';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Emit } from '../../ports/emit.ts';
import { errorsOf } from '../../errors.ts';
import { labIdSchema, type CourseId, type InstitutionId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { labErrors } from './lab-errors.ts';
import { insertLab, keepFromErasing, latestLab, placeOf, type Lab } from './lab-store.ts';
import type { HoldCredit } from './ports.ts';

const fail = errorsOf(labErrors);

/** A learner in an activity. */
export interface Learner {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly holdCredit: HoldCredit;
}

/**
 * Asks for a lab: sets credit aside and queues its provisioning in one transaction. Pressing Start twice starts one lab.
 * @throws LAB_CREDIT_SHORT, LAB_NOT_PAYABLE, LAB_LEARNER_ERASED
 */
export async function requestLab(deps: Deps, learner: Learner, pack: CoursePack): Promise<void> {
  const now = deps.clock.now();
  const [region] = pack.manifest.regions;
  if (region === undefined) throw new Error(`pack ${pack.manifest.id} names no Region`);
  const lab: Lab = {
    ...learner,
    id: labIdSchema.parse(deps.ids.next()),
    packId: pack.manifest.id,
    packVersion: pack.manifest.version,
    state: { status: 'requested', since: now, waitingFor: null },
    accountId: null,
    region,
    requestedAt: now,
    leasedAt: null,
    readyAt: null,
    correlationId: deps.ids.next(),
    outputs: {},
  };
  await deps.sql.transaction(async (tx) => {
    if (!(await keepFromErasing(tx, lab.personId))) throw fail('LAB_LEARNER_ERASED', { detail: lab.personId });
    if (!(await insertLab(tx, lab))) return;
    await deps.holdCredit(tx, lab).catch((error: unknown) => { throw asLabError(error); });
    await deps.emit(tx, placeOf(lab), { type: 'lab.requested', packId: lab.packId, packVersion: lab.packVersion });
  });
}

const NOT_PAYABLE: ReadonlySet<unknown> = new Set(['CONTRACT_MISSING', 'PRICE_MISSING']);

/** What keeps credit from being held, in words for a learner. */
function asLabError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'CREDIT_INSUFFICIENT') return fail('LAB_CREDIT_SHORT', { cause: error });
  return NOT_PAYABLE.has(error.code) ? fail('LAB_NOT_PAYABLE', { detail: error.message, cause: error }) : error;
}

/**
 * The learner's lab while it runs.
 * @throws LAB_NOT_RUNNING
 */
export async function runningLab({ sql }: { sql: Sql }, learner: Learner): Promise<Lab & { state: Extract<Lab['state'], { status: 'ready' }> }> {
  const lab = await latestLab(sql, learner);
  if (lab?.state.status !== 'ready') throw fail('LAB_NOT_RUNNING');
  return { ...lab, state: lab.state };
}
