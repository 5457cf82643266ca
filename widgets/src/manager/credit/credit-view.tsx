import { IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { Instant } from '../../format/instant.tsx';
import { formatMoney } from '../../format/money-format.ts';
import { Money } from '../../format/money.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useLanguage, useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { PersonName, usePersonName } from '../../staff/person-name.tsx';
import { useKept } from '../../staff/use-kept.ts';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import { creditQuery, type Grant } from './credit-document.ts';
import { GrantForm } from './grant-form.tsx';

const noVariables = {};

const grantColumns = (words: ManagerWords['credit']): readonly Column<Grant>[] => [
  { head: words.learner, cell: ({ learner }) => <PersonName person={learner} /> },
  { head: words.course, cell: ({ course }) => course },
  { head: words.kind, cell: ({ kind }) => kindName(words, kind) },
  { head: words.at, cell: ({ at }) => <Instant at={at} form="date" /> },
  { head: words.expires, cell: ({ expiresAt }) => (expiresAt === null ? words.never : <Instant at={expiresAt} form="date" />) },
  { head: words.amount, align: 'end', cell: ({ amount }) => <Money value={amount} /> },
];

function kindName(words: ManagerWords['credit'], kind: string): string {
  const known: Readonly<Record<string, string>> = words.kinds;
  return known[kind] ?? kind;
}

/** Who may spend what, and the form to grant more. */
export function CreditView() {
  const words = useWords(managerWords).credit;
  const answer = useKept(useAsk(creditQuery, noVariables));
  const [latest, setLatest] = useState<Grant | null>(null);
  return (
    <Asked answer={answer} what={words.loading}>
      {(credit) => (
        <>
          {latest && <GrantedNotice grant={latest} />}
          <Panel title={words.grant}>
            <GrantForm
              credit={credit}
              onGranted={(grant) => {
                setLatest(grant);
                answer.refresh();
              }}
            />
          </Panel>
          <Panel title={words.title}>
            {credit.creditGrants.length === 0 ? (
              <Empty icon={IconCoins} title={words.empty}>
                {words.emptyText}
              </Empty>
            ) : (
              <DataTable label={words.title} columns={grantColumns(words)} rows={credit.creditGrants} keyOf={({ id }) => id} />
            )}
          </Panel>
        </>
      )}
    </Asked>
  );
}

function GrantedNotice({ grant }: { readonly grant: Grant }) {
  const words = useWords(managerWords).credit;
  const { language } = useLanguage();
  const name = usePersonName();
  return (
    <output>
      <Notice tone="good" title={words.granted(formatMoney(grant.amount, language), name(grant.learner))} />
    </output>
  );
}
