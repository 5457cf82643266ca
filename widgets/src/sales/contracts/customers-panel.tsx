import { Button } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useState } from 'react';
import { Money } from '../../format/money.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Customer } from '../sales-document.ts';
import type { SalesWords } from '../words/en.ts';
import { salesWords } from '../words/index.ts';
import { BudgetDialog } from './budget-dialog.tsx';

interface CustomersPanelProps {
  readonly customers: readonly Customer[];
  /** @param what was done, in words */
  readonly onDone: (what: string) => void;
}

/** Every institution: whether it can use labs at all, and what it means to spend in a month. */
export function CustomersPanel({ customers, onDone }: CustomersPanelProps) {
  const words = useWords(salesWords).customers;
  const [changing, setChanging] = useState<Customer | null>(null);
  return (
    <Panel title={words.title}>
      {customers.length === 0 ? (
        <Empty icon={IconBuilding} title={words.empty}>
          {words.emptyText}
        </Empty>
      ) : (
        <DataTable label={words.title} columns={customerColumns(words, setChanging)} rows={customers} keyOf={({ id }) => id} />
      )}
      {changing && (
        <BudgetDialog
          customer={changing}
          onClose={() => setChanging(null)}
          onSet={() => {
            setChanging(null);
            onDone(words.budgetSet(changing.name));
          }}
        />
      )}
    </Panel>
  );
}

const customerColumns = (words: SalesWords['customers'], onChange: (customer: Customer) => void): readonly Column<Customer>[] => [
  { head: words.institution, cell: ({ name }) => name },
  { head: words.contract, cell: ({ currency }) => <StatusMark tone={currency === null ? 'warn' : 'good'}>{currency === null ? words.missing : words.inForce(currency)}</StatusMark> },
  { head: words.budget, align: 'end', cell: ({ budget }) => (budget === null ? words.none : <Money value={budget} />) },
  {
    head: words.act,
    cell: (customer) =>
      customer.currency !== null && (
        <Button size="compact-sm" variant="default" aria-label={words.changeOf(customer.name)} onClick={() => onChange(customer)}>
          {words.change}
        </Button>
      ),
  },
];
