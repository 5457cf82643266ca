import type { BillingContext } from '../context.ts';
import type { CreditHolder } from '../credit/credit-holder.ts';
import type { Sql } from '../sql.ts';

/** A stretch of a lab's running time, as a meter reports it. */
export interface UsageInput extends CreditHolder {
  /** Which meter; with the event id and the revision it names the report: the same one twice is the same one. */
  readonly source: string;
  readonly eventId: string;
  /** 1 when it is left out; a higher one corrects what the meter said before about the same event. */
  readonly revision?: number;
  readonly labId: string;
  readonly unitId: string | null;
  readonly product: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Whether a report is news; only then is there anything to rate. */
export type KeptRaw = { readonly status: 'kept'; readonly rawId: string } | { readonly status: 'repeated' | 'conflict' | 'superseded' };

/** Keeps a meter's report as it came. The caller holds the lab's lock, so revisions of one event come one after another. */
export async function keepRaw({ clock, ids }: Pick<BillingContext, 'clock' | 'ids'>, tx: Sql, input: UsageInput): Promise<KeptRaw> {
  const [row] = await tx.query<{ id: string }>(
    `insert into billing.usage_raw (id, source, event_id, revision, received_at, ${CONTENT})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (source, event_id, revision) do nothing returning id`,
    [ids.next(), ...nameOf(input), clock.now(), ...contentOf(input)],
  );
  if (row === undefined) return { status: (await isSame(tx, input)) ? 'repeated' : 'conflict' };
  const [higher] = await tx.query('select 1 from billing.usage_raw where source = $1 and event_id = $2 and revision > $3 limit 1', nameOf(input));
  return higher === undefined ? { status: 'kept', rawId: row.id } : { status: 'superseded' };
}

const CONTENT = 'institution_id, lab_id, learner_id, course_id, unit_id, product_code, starts_at, ends_at';

function contentOf(input: UsageInput): unknown[] {
  return [input.institutionId, input.labId, input.learnerId, input.courseId, input.unitId, input.product, input.startsAt, input.endsAt];
}

function nameOf({ source, eventId, revision = 1 }: UsageInput): unknown[] {
  return [source, eventId, revision];
}

async function isSame(tx: Sql, input: UsageInput): Promise<boolean> {
  const [same] = await tx.query(
    `select 1 from billing.usage_raw where source = $1 and event_id = $2 and revision = $3
       and (${CONTENT}) is not distinct from ($4::uuid, $5::uuid, $6::uuid, $7::uuid, $8::uuid, $9::text, $10::timestamptz, $11::timestamptz)`,
    [...nameOf(input), ...contentOf(input)],
  );
  return same !== undefined;
}
