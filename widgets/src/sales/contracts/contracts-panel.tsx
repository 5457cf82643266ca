import { Button } from '@mantine/core';
import { IconFileText, IconHistory, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useNow } from '../../format/clock.ts';
import { Instant } from '../../format/instant.tsx';
import { Money } from '../../format/money.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import type { Agreed, Contract } from '../sales-document.ts';
import type { SalesWords } from '../words/en.ts';
import { salesWords } from '../words/index.ts';
import { buyerName } from './buyer-name.ts';
import { ContractForm } from './contract-form.tsx';
import { contractState, type ContractState } from './contract-state.ts';
import classes from './contracts.module.css';
import { EndDialog } from './end-dialog.tsx';
import { formatPercent } from './format-percent.ts';

interface ContractsPanelProps {
  readonly agreed: Agreed;
  /** @param what was done, in words */
  readonly onDone: (what: string) => void;
}

/** Every contract, and the ways to a new one and to its end. */
export function ContractsPanel({ agreed, onDone }: ContractsPanelProps) {
  const words = useWords(salesWords).contracts;
  const [adding, setAdding] = useState(false);
  const add = agreed.customers.length > 0 && (
    <Button size="compact-md" fz="sm" variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <Panel title={words.title} aside={add}>
      <ContractsTable contracts={agreed.contracts} onDone={onDone} />
      <Sheet opened={adding} title={words.add} onClose={() => setAdding(false)}>
        <ContractForm
          agreed={agreed}
          onAdded={(name) => {
            setAdding(false);
            onDone(words.added(name));
          }}
        />
      </Sheet>
    </Panel>
  );
}

const hourMs = 3_600_000;

function ContractsTable({ contracts, onDone }: { readonly contracts: Agreed['contracts']; readonly onDone: (what: string) => void }) {
  const words = useWords(salesWords).contracts;
  const { language } = useLanguage();
  const now = useNow(hourMs);
  const [ending, setEnding] = useState<Contract | null>(null);
  if (contracts.length === 0) {
    return (
      <Empty icon={IconFileText} title={words.empty}>
        {words.emptyText}
      </Empty>
    );
  }
  const columns = contractColumns({ words, language, stateOf: (contract) => contractState(contract, contracts, now), onEnd: setEnding });
  return (
    <>
      <DataTable label={words.title} columns={columns} rows={contracts} keyOf={({ id }) => id} />
      {ending && (
        <EndDialog
          contract={ending}
          contracts={contracts}
          onClose={() => setEnding(null)}
          onEnded={() => {
            setEnding(null);
            onDone(words.endedNotice(buyerName(ending.institution, ending.unit)));
          }}
        />
      )}
    </>
  );
}

interface ColumnsOf {
  readonly words: SalesWords['contracts'];
  readonly language: Language;
  readonly stateOf: (contract: Contract) => ContractState;
  readonly onEnd: (contract: Contract) => void;
}

const contractColumns = ({ words, language, stateOf, onEnd }: ColumnsOf): readonly Column<Contract>[] => [
  { head: words.institution, cell: ({ institution, unit }) => <Buyer name={institution.name} unit={unit?.name ?? null} /> },
  { head: words.state, cell: (contract) => <ContractMark state={stateOf(contract)} /> },
  { head: words.from, cell: ({ from }) => <Instant at={from} form="date" /> },
  { head: words.to, cell: ({ to }) => (to === null ? words.open : <Instant at={to} form="date" />) },
  { head: words.discount, align: 'end', cell: ({ discountPercent }) => formatPercent(discountPercent, language) },
  { head: words.allowance, align: 'end', cell: ({ allowance }) => <Money value={allowance} /> },
  { head: words.spent, align: 'end', cell: ({ spent }) => <Money value={spent} /> },
  { head: words.act, cell: (contract) => stateOf(contract) !== 'ended' && <EndButton contract={contract} onEnd={onEnd} /> },
];

function Buyer({ name, unit }: { readonly name: string; readonly unit: string | null }) {
  return (
    <>
      {name}
      {unit !== null && <span className={classes['unit']}>{unit}</span>}
    </>
  );
}

function EndButton({ contract, onEnd }: { readonly contract: Contract; readonly onEnd: (contract: Contract) => void }) {
  const words = useWords(salesWords).contracts;
  return (
    <Button size="compact-sm" variant="default" aria-label={words.endOf(buyerName(contract.institution, contract.unit))} onClick={() => onEnd(contract)}>
      {words.end}
    </Button>
  );
}

const tones: Readonly<Record<ContractState, Tone>> = { coming: 'busy', running: 'good', replaced: 'quiet', ended: 'quiet' };
const icons = { coming: IconFileText, replaced: IconHistory } as const;

function ContractMark({ state }: { readonly state: ContractState }) {
  const words = useWords(salesWords).contracts.states;
  return (
    <StatusMark tone={tones[state]} {...(state === 'coming' || state === 'replaced' ? { icon: icons[state] } : {})}>
      {words[state]}
    </StatusMark>
  );
}
