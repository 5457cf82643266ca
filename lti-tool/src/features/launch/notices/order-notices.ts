import type { Clock } from '../../../ports/clock.ts';
import type { PlatformServices } from '../../../ports/platform-services.ts';
import type { Sql } from '../../../ports/sql.ts';
import { dueOrders, keepOrder, type NoticeOrder } from './notice-store.ts';
import { orderedNotices } from './notice.ts';

export interface OrderDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly services: Pick<PlatformServices, 'orderNotice'>;
}

/** A platform that says no, or does not answer, is asked again after a while: its administrator may have granted the scope. */
const RETRY_MINUTES = { forbidden: 24 * 60, other: 10 } as const;

/**
 * Orders the notices that platforms offer, at our public address. What is ordered stays ordered, so that running it again,
 * or in two processes, does no harm.
 * @returns how many orders were placed
 */
export async function orderNotices(deps: OrderDeps): Promise<number> {
  const handlerUrl = new URL('/lti/notices', deps.publicUrl).href;
  const due = await dueOrders(deps.sql, { types: orderedNotices, handlerUrl, now: deps.clock.now() });
  let placed = 0;
  for (const order of due) placed += await placeOrder(deps, order, handlerUrl);
  return placed;
}

async function placeOrder({ sql, clock, services }: OrderDeps, order: NoticeOrder, handlerUrl: string): Promise<number> {
  const ordered: string[] = [];
  let problem: string | null = null;
  let wait: number = RETRY_MINUTES.other;
  for (const type of order.wanted) {
    const outcome = await services.orderNotice({ platformId: order.platform_id, serviceUrl: order.service_url, type, handlerUrl });
    if (outcome.kind === 'ordered') ordered.push(type);
    else problem = JSON.stringify(outcome).slice(0, 500);
    if (outcome.kind === 'forbidden' || outcome.kind === 'refused') wait = RETRY_MINUTES.forbidden;
  }
  await keepOrder(sql, order, { ordered, handlerUrl, problem, nextAttemptAt: new Date(clock.now().getTime() + wait * 60_000) });
  return ordered.length;
}
