import { settlePaymentEvent as settleInBilling } from '@cloudclass/billing';
import { noteAct } from '../features/audit/audit.ts';
import type { SalesActDeps } from './contracts.ts';

/**
 * Says that somebody has seen to an event at the payment provider, and notes who; said again, it is not noted again.
 * @param by how the audit log names who did it
 * @returns what it was about
 * @throws PAYMENT_EVENT_UNKNOWN
 */
export async function settlePaymentEvent({ sql, clock, ids }: SalesActDeps, id: string, by: string): Promise<string> {
  return sql.transaction(async (tx) => {
    const { concern, repeated } = await settleInBilling({ sql: tx, clock }, id);
    if (!repeated) await noteAct({ clock, ids }, tx, { institutionId: null, actor: by, action: 'payment-event.settled', target: id, detail: concern });
    return concern;
  });
}
