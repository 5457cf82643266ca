import { openPaymentEvents } from '@cloudclass/billing';
import type { Command } from 'commander';
import { settlePaymentEvent } from '../use-cases/payment-events.ts';
import type { SalesCommandDeps } from './catalog-commands.ts';
import { explained } from './explained.ts';

/** Adds `payments list | settle` to a program. */
export function addPaymentCommands(program: Command, deps: SalesCommandDeps): void {
  const payments = program.command('payments').description('what happened at the payment provider and is booked by nobody: disputes, copies of invoices');
  payments
    .command('list')
    .description('show what nobody has settled yet')
    .action(() => explained(payments, () => deps.withSql(async (sql) => {
      const open = await openPaymentEvents({ sql });
      deps.print(open.length === 0 ? 'everything is settled' : open.map(({ id, concern, at }) => `${id}  ${at.toISOString()}  ${concern}`).join('\n'));
    })));
  payments
    .command('settle')
    .description('say that an event was seen to: its alarm falls')
    .argument('<event>', 'id of the event, as list shows it')
    .action((id: string) => explained(payments, () => deps.withSql(async (sql) => deps.print(`${id}: settled, ${await settlePaymentEvent({ ...deps, sql }, id, 'cloudclass payments settle')}`))));
}
