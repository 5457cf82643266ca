import type { PlatformId } from '../../../domain/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { PlatformServices } from '../../../ports/platform-services.ts';
import type { Sql } from '../../../ports/sql.ts';
import { createTurns, type Turns } from '../../../turns.ts';
import { dueOrders, keepOrder, type NoticeOrder } from './notice-store.ts';
import { orderedNotices } from './notice.ts';

export interface OrderDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly services: Pick<PlatformServices, 'orderNotice'>;
  /** Hears what went wrong on our side; the order is due again at the next look. */
  readonly onProblem: (order: NoticeOrder, error: unknown) => void;
}

/** A platform that says no, or does not answer, is asked again after a while: its administrator may have granted the scope. */
const RETRY_MINUTES = { forbidden: 24 * 60, other: 10 } as const;

/**
 * Orders the notices that platforms offer, at our public address: of each platform one deployment after another. What is ordered stays ordered, so
 * that running it again, or in two processes, does no harm.
 */
export function createNoticeOrders(deps: OrderDeps): Turns {
  const handlerUrl = new URL('/lti/notices', deps.publicUrl).href;
  return createTurns<NoticeOrder, PlatformId>({
    of: ({ platformId }) => platformId,
    due: (except, limit) => dueOrders(deps.sql, { types: orderedNotices, handlerUrl, now: deps.clock.now(), except, limit }),
    work: (order) => placeOrder(deps, order, handlerUrl),
    onProblem: deps.onProblem,
  });
}

async function placeOrder({ sql, clock, services }: OrderDeps, order: NoticeOrder, handlerUrl: string): Promise<void> {
  const ordered: string[] = [];
  let problem: string | null = null;
  let wait: number = RETRY_MINUTES.other;
  for (const type of order.wanted) {
    const outcome = await services.orderNotice({ platformId: order.platformId, serviceUrl: order.serviceUrl, type, handlerUrl });
    if (outcome.kind === 'ordered') ordered.push(type);
    else problem = JSON.stringify(outcome).slice(0, 500);
    if (outcome.kind === 'forbidden' || outcome.kind === 'refused') wait = RETRY_MINUTES.forbidden;
  }
  await keepOrder(sql, order, { ordered, handlerUrl, problem, nextAttemptAt: new Date(clock.now().getTime() + wait * 60_000) });
}
