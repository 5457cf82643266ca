import { IconFileText } from '@tabler/icons-react';
import { useAsk } from '../api/use-ask.ts';
import { useNow } from '../format/clock.ts';
import { Instant } from '../format/instant.tsx';
import { Money } from '../format/money.tsx';
import { Panel } from '../learner/panel.tsx';
import { localeOf, useLanguage, useWords, type Language } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { Asked } from '../staff/asked.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { useKept } from '../staff/use-kept.ts';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { contractsQuery, type Contract } from './sales-document.ts';
import type { SalesWords } from './words/en.ts';
import { salesWords } from './words/index.ts';

const noVariables = {};

/** A figure of percent in the reader's language. */
export function formatPercent(percent: number, language: Language): string {
  return (percent / 100).toLocaleString(localeOf(language), { style: 'percent', maximumFractionDigits: 2 });
}

const contractColumns = (words: SalesWords['contracts'], language: Language): readonly Column<Contract>[] => [
  { head: words.institution, cell: ({ institution }) => institution.name },
  { head: words.state, cell: (contract) => <ContractMark contract={contract} /> },
  { head: words.from, cell: ({ from }) => <Instant at={from} form="date" /> },
  { head: words.to, cell: ({ to }) => (to === null ? words.open : <Instant at={to} form="date" />) },
  { head: words.discount, align: 'end', cell: ({ discountPercent }) => formatPercent(discountPercent, language) },
  { head: words.currency, cell: ({ currency }) => currency },
  { head: words.spent, align: 'end', cell: ({ spent }) => <Money value={spent} /> },
];

/** Who has agreed on what, and what came of it. */
export function Contracts() {
  const words = useWords(salesWords).contracts;
  const { language } = useLanguage();
  const answer = useKept(useAsk(contractsQuery, noVariables));
  return (
    <Asked answer={answer} what={words.loading}>
      {({ contracts }) => (
        <Panel title={words.title}>
          {contracts.length === 0 ? (
            <Empty icon={IconFileText} title={words.empty}>
              {words.emptyText}
            </Empty>
          ) : (
            <DataTable label={words.title} columns={contractColumns(words, language)} rows={contracts} keyOf={({ id }) => id} />
          )}
        </Panel>
      )}
    </Asked>
  );
}

type ContractState = keyof SalesWords['contracts']['states'];

const tones: Readonly<Record<ContractState, Tone>> = { coming: 'busy', running: 'good', ended: 'quiet' };
const hourMs = 3_600_000;

function ContractMark({ contract: { from, to } }: { readonly contract: Contract }) {
  const words = useWords(salesWords).contracts.states;
  const now = useNow(hourMs);
  const state: ContractState = Date.parse(from) > now ? 'coming' : to !== null && Date.parse(to) <= now ? 'ended' : 'running';
  return (
    <StatusMark tone={tones[state]} {...(state === 'coming' ? { icon: IconFileText } : {})}>
      {words[state]}
    </StatusMark>
  );
}
