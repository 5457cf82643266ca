import { deliverPaymentRequests, expireCredit, lookAtAdjustments, refreshInvoices, runReconciliation } from '@cloudclass/billing';
import { setTimeout as pause } from 'node:timers/promises';
import { startJobRunner, type EventJobs, type PeriodicJob } from '../adapters/jobs/job-runner.ts';
import type { DomainEvent } from '../domain/events.ts';
import { reviveGrades } from '../features/grades/grade-store.ts';
import { sweepSessions } from '../features/identity/session.ts';
import { endLab, endOverdueLabs } from '../features/labs/end-lab.ts';
import { provisionLab } from '../features/labs/provision-lab.ts';
import { recycleLab } from '../features/labs/recycle-lab.ts';
import { serveWaiting } from '../features/labs/serve-waiting.ts';
import { forgetOldRecords } from '../features/personal-data/old-records.ts';
import { packLookup } from '../features/packs/packs.ts';
import { platformsDue } from '../features/platform-check/check-store.ts';
import type { LabId } from '../domain/ids.ts';
import { createInvoiceNames } from '../use-cases/invoice-names.ts';
import { noteDraftDeletions } from '../use-cases/invoices.ts';
import { rejudge } from '../use-cases/judge-lab.ts';
import { meterLab, meterRunningLabs } from '../use-cases/meter-lab.ts';
import { rateQuarantined } from '../use-cases/rate-quarantined.ts';
import { scoreActivity } from '../use-cases/score-activity.ts';
import { startAccounts } from './accounts.ts';
import { startGrades } from './grades.ts';
import { startNoticeOrders } from './notice-orders.ts';
import { checkOnePlatform } from './platform-check.ts';
import { startRosters } from './rosters.ts';
import { startRounds } from './rounds.ts';
import type { Services } from './services.ts';

const CONCURRENCY = 8;
const PAYMENTS_EVERY_MILLISECONDS = 1_000;

/** The jobs role: what events lead to, what comes round by the clock, and the outboxes to LMSs and payment provider. */
export async function startJobs(services: Services): Promise<{ close(): Promise<void> }> {
  const { log } = services;
  const runner = await startJobRunner({
    pool: services.database.pool,
    jobs: eventJobs(services),
    periodic: periodicJobs(services),
    concurrency: CONCURRENCY,
    log: (level, message) => log[level](message),
  });
  const rounds = [startAccounts(services), startGrades(services), startRosters(services), startNoticeOrders(services), startPayments(services)];
  return {
    async close() {
      await Promise.all(rounds.map((one) => one.close()));
      await runner.close();
    },
  };
}

/** The lab an event is about; events of the flow table that name none are not theirs. */
function labOf({ place }: DomainEvent): LabId {
  if (place.labId === null) throw new Error('the event names no lab');
  return place.labId;
}

function eventJobs(services: Services): EventJobs {
  const lifecycle = {
    ...services,
    pause: (milliseconds: number) => pause(milliseconds),
    packOf: packLookup(services.packs),
  };
  return {
    'provision-lab': (event) => provisionLab(lifecycle, labOf(event)),
    'recycle-lab': (event) => recycleLab(lifecycle, labOf(event)),
    'end-lab': (event) => endLab(services, labOf(event), 'credit'),
    'meter-lab': (event) => meterLab(services, labOf(event)),
    'judge-lab': (event) => rejudge(services, labOf(event), 'lab ready'),
    'score-activity': (event) => scoreActivity(services, event),
  };
}

function periodicJobs(services: Services): PeriodicJob[] {
  const { log } = services;
  return [
    { name: 'end-overdue-labs', everyMinutes: 1, run: () => endOverdueLabs(services) },
    { name: 'meter-running-labs', everyMinutes: 1, run: () => meterRunningLabs(services) },
    { name: 'serve-waiting', everyMinutes: 5, run: () => serveWaiting(services) },
    { name: 'revive-grades', everyMinutes: 1, run: async () => void (await reviveGrades(services.sql, services.clock.now())) },
    { name: 'check-platforms', everyMinutes: 10, run: () => checkPlatforms(services) },
    { name: 'sweep-sessions', everyMinutes: 30, run: async () => void (await sweepSessions(services)) },
    { name: 'forget-old-records', everyMinutes: 60, run: async () => void (await forgetOldRecords(services, services.config.RECORDS_KEPT_DAYS)) },
    { name: 'expire-credit', everyMinutes: 10, run: () => expireCredit(services) },
    { name: 'rate-quarantined-usage', everyMinutes: 60, run: () => rateSetAside(services) },
    { name: 'refresh-invoices', everyMinutes: 60, run: () => refreshOpenInvoices(services) },
    {
      name: 'check-ledger',
      everyMinutes: 60,
      async run() {
        for (const violation of await runReconciliation(services)) log.error(violation, 'the ledger violates an invariant');
      },
    },
  ];
}

const CHECKED_EVERY_MILLISECONDS = 24 * 3_600_000;
const CHECKED_AT_ONCE = 5;

/** Looks at every LMS in use once a day, so that its light is not as old as the last person who asked. */
async function checkPlatforms(services: Services): Promise<void> {
  const checkedBefore = new Date(services.clock.now().getTime() - CHECKED_EVERY_MILLISECONDS);
  for (const id of await platformsDue(services.sql, { checkedBefore, limit: CHECKED_AT_ONCE })) await checkOnePlatform(services, id);
}

/** Bills what lacked a contract or a price and has them now. */
async function rateSetAside(services: Services): Promise<void> {
  const rated = await rateQuarantined(services);
  if (rated > 0) services.log.info({ rated }, 'use that was set aside is rated');
}

/** Asks the payment provider for what it may have told us in vain. */
async function refreshOpenInvoices(services: Services): Promise<void> {
  const { payments: provider, log } = services;
  if (provider === undefined) return;
  for (const { invoiceId, error } of await refreshInvoices({ ...services, provider, onDraftDeleted: noteDraftDeletions(services) })) log.error({ invoiceId, error }, 'the invoice could not be read at the payment provider');
}

/** Sends what is due to the payment provider, again and again until closed. */
function startPayments(services: Services): { close(): Promise<void> } {
  const { payments: provider, log } = services;
  if (provider === undefined) return { async close() {} };
  const [names, onDraftDeleted] = [createInvoiceNames(services.sql), noteDraftDeletions(services)];
  return startRounds({ name: 'delivering payment requests', restMilliseconds: PAYMENTS_EVERY_MILLISECONDS, log }, async () => {
    await deliverPaymentRequests({ ...services, provider, names, onDraftDeleted });
    for (const failure of await lookAtAdjustments({ ...services, provider, onDraftDeleted })) log.error(failure, 'what was given back of the invoice could not be read at the payment provider');
    return false;
  });
}
