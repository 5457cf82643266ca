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
import { WithdrawDialog } from './withdraw-dialog.tsx';

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
  const [withdrawing, setWithdrawing] = useState<Contract | null>(null);
  if (contracts.length === 0) {
    return (
      <Empty icon={IconFileText} title={words.empty}>
        {words.emptyText}
      </Empty>
    );
  }
  const columns = contractColumns({ words, language, stateOf: (contract) => contractState(contract, contracts, now), onEnd: setEnding, onWithdraw: setWithdrawing });
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
      {withdrawing && (
        <WithdrawDialog
          contract={withdrawing}
          contracts={contracts}
          onClose={() => setWithdrawing(null)}
          onWithdrawn={() => {
            setWithdrawing(null);
            onDone(words.withdrawnNotice(buyerName(withdrawing.institution, withdrawing.unit)));
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
  readonly onWithdraw: (contract: Contract) => void;
}

const contractColumns = ({ words, language, stateOf, onEnd, onWithdraw }: ColumnsOf): readonly Column<Contract>[] => [
  { head: words.institution, cell: ({ institution, unit }) => <Buyer name={institution.name} unit={unit?.name ?? null} /> },
  { head: words.state, cell: (contract) => <ContractMark state={stateOf(contract)} /> },
  { head: words.from, cell: ({ from }) => <Instant at={from} form="date" /> },
  { head: words.to, cell: ({ to }) => (to === null ? words.open : <Instant at={to} form="date" />) },
  { head: words.discount, align: 'end', cell: ({ discountPercent }) => formatPercent(discountPercent, language) },
  { head: words.allowance, align: 'end', cell: ({ allowance }) => <Money value={allowance} /> },
  { head: words.spent, align: 'end', cell: ({ spent }) => <Money value={spent} /> },
  { head: words.act, cell: (contract) => <Acts contract={contract} state={stateOf(contract)} onEnd={onEnd} onWithdraw={onWithdraw} /> },
];

function Buyer({ name, unit }: { readonly name: string; readonly unit: string | null }) {
  return (
    <>
      {name}
      {unit !== null && <span className={classes['unit']}>{unit}</span>}
    </>
  );
}

interface ActsProps extends Pick<ColumnsOf, 'onEnd' | 'onWithdraw'> {
  readonly contract: Contract;
  readonly state: ContractState;
}

/** What can be done with a contract: one that has not begun can be taken back, or be given another end. */
function Acts({ contract, state, onEnd, onWithdraw }: ActsProps) {
  const words = useWords(salesWords).contracts;
  const name = buyerName(contract.institution, contract.unit);
  if (state === 'ended') return null;
  return (
    <div className={classes['acts']}>
      {state === 'coming' && (
        <Button size="compact-sm" variant="default" aria-label={words.withdrawOf(name)} onClick={() => onWithdraw(contract)}>
          {words.withdraw}
        </Button>
      )}
      <Button size="compact-sm" variant="default" aria-label={words.endOf(name)} onClick={() => onEnd(contract)}>
        {words.end}
      </Button>
    </div>
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
