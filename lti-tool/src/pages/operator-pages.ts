import { z } from 'zod';
import { auditLog, noteAct } from '../features/audit/audit.ts';
import { deliveryTroubles, type DeliveryTrouble } from '../features/grades/delivery-store.ts';
import { undeliveredGrades } from '../features/grades/grade-store.ts';
import { replayGrade } from '../features/grades/queue-grade.ts';
import type { Session } from '../features/identity/session.ts';
import { listPlatforms } from '../features/identity/platform-registry.ts';
import { lightOf } from '../features/platform-check/report.ts';
import { reportsByPlatform } from '../features/platform-check/check-store.ts';
import { missingScopes } from '../features/identity/service-access.ts';
import { accountsComing } from '../features/labs/account-request-store.ts';
import { listAccounts } from '../features/labs/account-store.ts';
import { releaseFromQuarantine } from '../features/labs/release-account.ts';
import { listPublished, packLookup } from '../features/packs/packs.ts';
import { alarmsOf } from './operator-alarms.ts';
import { platformIdSchema } from '../domain/ids.ts';
import type { OperatorPageDeps, PageDeps } from './page-deps.ts';
import { invitesView, platformPages, settingsView } from './platform-pages.ts';
import type { HealthValue, PlatformHealthView, PlatformSummary, QueueView, ToolKeyView, WebhookView } from './views/operator.ts';
import type { OperatorPages } from './pages.ts';
import { actorName, asStaff } from './rights.ts';

/** What the operator's page can do. */
export function createOperatorPages(deps: OperatorPageDeps): OperatorPages {
  const health = (session: Session): Promise<PlatformHealthView> => {
    asStaff(session, 'operator');
    return platformHealth(deps);
  };
  return {
    platformHealth: async (session) => health(session),
    async releaseFromQuarantine(session, accountId) {
      const staff = asStaff(session, 'operator');
      await releaseFromQuarantine({ ...deps, packOf: packLookup(deps.packs) }, accountId);
      await noteAct(deps, deps.sql, { institutionId: null, actor: actorName(staff), action: 'account.released', target: accountId, detail: null });
      return health(session);
    },
    async replayGrade(session, id) {
      const staff = asStaff(session, 'operator');
      await replayGrade(deps, id);
      await noteAct(deps, deps.sql, { institutionId: null, actor: actorName(staff), action: 'grade.replayed', target: id, detail: null });
      return health(session);
    },
    async serviceAuditLog(session, { actor, action, before }) {
      asStaff(session, 'operator');
      const rows = await auditLog(deps, { institutionId: null, actor: actor ?? undefined, action: action ?? undefined, before: before ?? undefined });
      // keys, products and accounts go by their ids
      return rows.map((row) => ({ ...row, targetName: null, targetStep: null }));
    },
    ...platformPages(deps, health),
  };
}

const statuses = ['available', 'leased', 'frozen', 'cleaning', 'quarantine'] as const;
const GRADES_SHOWN = 100;

async function platformHealth(deps: PageDeps): Promise<PlatformHealthView> {
  const now = deps.clock.now();
  const [accounts, coming, queues, grades, platforms, invites, keys, packs, webhooks, troubles] = await Promise.all([
    listAccounts(deps.sql), accountsComing(deps.sql), queuesOf(deps), undeliveredGrades(deps.sql, GRADES_SHOWN), platformsOf(deps), invitesView(deps), keysOf(deps, now), listPublished(deps), webhooksOf(deps), deliveryTroubles(deps.sql),
  ]);
  const quarantine = accounts.flatMap(({ accountId, state }) => (state.status === 'quarantine' ? [{ accountId, cause: state.cause ?? null, reason: state.reason, since: state.since }] : []));
  return {
    alarms: await alarmsOf(deps, { now, coming, quarantine: quarantine.length, queues, refused: grades.filter((grade) => grade.state.status === 'refused').length, platforms, troubles }),
    pool: statuses.map((status) => ({ status, count: accounts.filter((account) => account.state.status === status).length })),
    coming,
    quarantine,
    queues,
    grades: grades.map((grade) => ({
      id: grade.id,
      institution: grade.institution,
      learner: { id: grade.person_id, name: grade.person },
      course: grade.course,
      cause: 'problem' in grade.state ? grade.state.problem : grade.state.status,
      attempts: grade.attempts,
      since: grade.scored_at,
      status: grade.state.status,
    })),
    platforms,
    invites,
    settings: settingsView(deps.publicUrl),
    keys,
    packs,
    webhooks,
  };
}

async function platformsOf(deps: PageDeps): Promise<PlatformSummary[]> {
  const [platforms, reports, troubles, missing] = await Promise.all([listPlatforms(deps), reportsByPlatform(deps.sql), deliveryTroubles(deps.sql), missingScopes(deps.sql)]);
  return platforms.map((platform) => {
    const [report, trouble, missed] = [reports.get(platform.id), troubles.find(({ platform_id: id }) => id === platform.id), missing.get(platformIdSchema.parse(platform.id)) ?? []];
    return {
      ...platform,
      state: platform.lastLaunchAt === null ? 'pending' : 'active',
      health: worse(lightOf({ lastLaunchAt: platform.lastLaunchAt, report }), deliveryLight(trouble, missed)),
      check: report === undefined ? null : { at: report.at, items: report.items.map((item) => ({ ...item, code: item.outcome === 'ok' ? null : item.code, finding: item.finding ?? null })) },
      trouble: trouble === undefined ? null : { problem: trouble.problem, since: trouble.since, heldUntil: trouble.held_until, waiting: trouble.waiting },
      missingScopes: missed,
    };
  });
}

const lights: readonly HealthValue[] = ['good', 'unknown', 'degraded', 'bad'];
const worse = (one: HealthValue, other: HealthValue): HealthValue => (lights.indexOf(one) >= lights.indexOf(other) ? one : other);

/** Away or asking for rest passes by itself; a right or a key that is missing does not. */
function deliveryLight(trouble: DeliveryTrouble | undefined, missing: readonly string[]): HealthValue {
  const passes = trouble?.problem === 'GRADE_THROTTLED' || trouble?.problem === 'GRADE_UNREACHABLE';
  if (trouble !== undefined && !passes) return 'bad';
  return trouble !== undefined || missing.length > 0 ? 'degraded' : 'good';
}

const queueRow = z.object({ name: z.string(), waiting: z.coerce.number(), failed: z.coerce.number(), oldest: z.coerce.number().nullable() });

async function queuesOf({ sql }: PageDeps): Promise<QueueView[]> {
  const rows = await sql.query(
    `select task_identifier as name, count(*) filter (where run_at <= now() and attempts < max_attempts) as waiting, count(*) filter (where attempts >= max_attempts) as failed,
            extract(epoch from now() - min(run_at) filter (where run_at <= now() and attempts < max_attempts)) as oldest
     from graphile_worker.jobs group by 1
     union all
     select 'event-stream', count(*), 0, extract(epoch from now() - min(occurred_at)) from event_outbox where published_at is null
     union all
     select 'grades', count(*), 0, extract(epoch from now() - min(g.due_at)) from grade g left join grade_delivery d on d.platform_id = g.platform_id
     where g.due_at <= now() and (d.held_until is null or d.held_until <= now())
     order by 1`,
  );
  return z.array(queueRow).parse(rows).map((row) => ({ name: row.name, waiting: row.waiting, failed: row.failed, oldestSeconds: row.oldest }));
}

const keyRow = z.object({ kid: z.string(), created_at: z.date(), retired_at: z.date().nullable() });
const DAY_MILLISECONDS = 86_400_000;

async function keysOf({ sql }: PageDeps, now: Date): Promise<ToolKeyView[]> {
  const rows = z.array(keyRow).parse(await sql.query('select kid, created_at, retired_at from tool_key order by created_at desc'));
  return rows.map((row) => ({ kid: row.kid, createdAt: row.created_at, active: row.retired_at === null, ageDays: Math.floor((now.getTime() - row.created_at.getTime()) / DAY_MILLISECONDS) }));
}

const webhookRow = z.object({ direction: z.string(), waiting: z.coerce.number(), failed: z.coerce.number(), last_at: z.date().nullable() });

async function webhooksOf({ sql }: PageDeps): Promise<WebhookView[]> {
  const rows = await sql.query(
    `select 'stripe-in' as direction, 0 as waiting, 0 as failed, max(received_at) as last_at from billing.stripe_inbox
     union all
     select 'stripe-out', count(*) filter (where status in ('pending', 'sending', 'ambiguous')), count(*) filter (where status = 'dead'), max(first_sent_at) from billing.stripe_outbox`,
  );
  return z.array(webhookRow).parse(rows).map((row) => ({ direction: row.direction, waiting: row.waiting, failed: row.failed, lastAt: row.last_at }));
}
