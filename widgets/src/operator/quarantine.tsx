import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../api/use-act.ts';
import { Ago } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useWords } from '../messages/language.ts';
import { Confirm } from '../staff/confirm.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { CopyableId } from '../text/copyable-id.tsx';
import classes from './operator.module.css';
import { releaseMutation, type PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Account = PlatformHealth['quarantine'][number];

interface QuarantineProps {
  readonly accounts: readonly Account[];
  readonly onChange: (health: PlatformHealth) => void;
}

const quarantineColumns = (words: OperatorWords['quarantine'], onRelease: (account: Account) => void): readonly Column<Account>[] => [
  { head: words.account, cell: ({ accountId }) => <CopyableId value={accountId} what={words.account} /> },
  { head: words.reason, cell: (account) => <Why account={account} /> },
  { head: words.since, cell: ({ since }) => <Ago at={since} /> },
  {
    head: words.act,
    align: 'end',
    cell: (account) => (
      <Button size="compact-sm" variant="default" onClick={() => onRelease(account)} aria-label={`${words.release}: ${account.accountId}`}>
        {words.release}
      </Button>
    ),
  },
];

/** In the reader's language, with what is left or what AWS said below. */
function Why({ account: { cause, reason } }: { readonly account: Account }) {
  const causes: Readonly<Record<string, string>> = useWords(operatorWords).quarantine.causes;
  return (
    <div className={classes['finding']}>
      {cause !== null && <span>{causes[cause] ?? cause}</span>}
      {reason !== '' && <span className={classes['quiet']}>{reason}</span>}
    </div>
  );
}

/** Accounts that could not be cleaned, why, and the way back into the pool. */
export function Quarantine({ accounts, onChange }: QuarantineProps) {
  const words = useWords(operatorWords).quarantine;
  const [releasing, setReleasing] = useState<Account | null>(null);
  const columns = quarantineColumns(words, setReleasing);
  return (
    <Panel title={words.title}>
      {accounts.length === 0 ? (
        <p className={classes['note']}>{words.none}</p>
      ) : (
        <DataTable label={words.title} columns={columns} rows={accounts} keyOf={({ accountId }) => accountId} />
      )}
      <ReleaseConfirm account={releasing} onChange={onChange} onClose={() => setReleasing(null)} />
    </Panel>
  );
}

interface ReleaseConfirmProps {
  readonly account: Account | null;
  readonly onChange: (health: PlatformHealth) => void;
  readonly onClose: () => void;
}

function ReleaseConfirm({ account, onChange, onClose }: ReleaseConfirmProps) {
  const words = useWords(operatorWords).quarantine;
  const release = useAct(releaseMutation);
  const confirm = async () => {
    if (account === null) return;
    const done = await release.run({ accountId: account.accountId });
    if (!done) return;
    onChange(done.releaseFromQuarantine);
    onClose();
  };
  return (
    <Confirm opened={account !== null} title={words.confirmTitle} confirm={words.release} doing={words.releasing} busy={release.busy} error={release.error} onConfirm={() => void confirm()} onClose={onClose}>
      <p className="tabular">
        {account?.accountId} · {account?.reason}
      </p>
      <p>{words.confirmText}</p>
    </Confirm>
  );
}
