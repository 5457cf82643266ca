import { NativeSelect, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { graphql, type ResultOf } from '../api/graphql.ts';
import { Instant } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useLanguage, useLocalized, useWords, type Language } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Loading } from '../shell/loading.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { MoreButton } from '../staff/more-button.tsx';
import { usePages } from '../staff/use-pages.ts';
import { useSettled } from '../staff/use-settled.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import { auditDetail } from './audit-detail.ts';
import classes from './manager.module.css';
import type { ManagerWords } from './words/en.ts';
import { managerWords } from './words/index.ts';

const auditQuery = graphql(`
  query AuditLog($actor: String, $action: String, $before: DateTime) {
    auditLog(actor: $actor, action: $action, before: $before) { id at actor action target targetName targetStep { ko en } detail }
  }
`);

type AuditEntry = ResultOf<typeof auditQuery>['auditLog'][number];

const pickEntries = (data: { readonly auditLog: readonly AuditEntry[] }) => data.auditLog;

/** Who did what, newest first. */
export function AuditView() {
  const words = useWords(managerWords).audit;
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  return (
    <Panel title={words.title}>
      <div className={classes['filters']}>
        <TextInput type="search" label={words.actor} placeholder={words.actorHint} value={actor} onChange={(event) => setActor(event.currentTarget.value)} />
        <NativeSelect
          label={words.action}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
          data={[{ value: '', label: words.allActions }, ...Object.entries<string>(words.actions).map(([value, label]) => ({ value, label }))]}
        />
      </div>
      <Entries actor={useSettled(actor.trim())} action={action} />
    </Panel>
  );
}

const nullIfEmpty = (text: string) => (text === '' ? null : text);

const auditColumns = (words: ManagerWords['audit'], language: Language): readonly Column<AuditEntry>[] => [
  { head: words.action, cell: ({ action }) => actionName(words, action) },
  { head: words.actor, cell: ({ actor }) => actor },
  { head: words.target, cell: (entry) => <Target entry={entry} /> },
  { head: words.detail, cell: (entry) => auditDetail(entry, { words: words.details, language }) },
  { head: words.at, align: 'end', cell: ({ at }) => <Instant at={at} /> },
];

/** The name that holds now, and the id that stands in the log. */
function Target({ entry: { target, targetName, targetStep } }: { readonly entry: AuditEntry }) {
  const words = useWords(managerWords).audit;
  const text = useLocalized();
  if (target === null) return '—';
  if (targetName === null) return <CopyableId value={target} what={words.target} />;
  return (
    <span>
      {[targetName, ...(targetStep === null ? [] : [text(targetStep)])].join(' · ')}
      <span className={classes['below']}>
        <CopyableId value={target} what={words.target} />
      </span>
    </span>
  );
}

function actionName(words: ManagerWords['audit'], action: string): string {
  const known: Readonly<Record<string, string>> = words.actions;
  return known[action] ?? action;
}

function Entries({ actor, action }: { readonly actor: string; readonly action: string }) {
  const words = useWords(managerWords).audit;
  const { language } = useLanguage();
  const after = useCallback((last: AuditEntry | null) => ({ actor: nullIfEmpty(actor), action: nullIfEmpty(action), before: last?.at ?? null }), [actor, action]);
  const pages = usePages({ query: auditQuery, after, pick: pickEntries });
  if (pages.items === null) return pages.error ? <ErrorNotice error={pages.error} onTryAgain={pages.more} /> : <Loading what={words.loading} />;
  if (pages.items.length === 0) return actor === '' && action === '' ? <Empty title={words.empty}>{words.emptyText}</Empty> : <Empty title={words.noMatch}>{words.noMatchText}</Empty>;
  return (
    <>
      <DataTable label={words.title} columns={auditColumns(words, language)} rows={pages.items} keyOf={({ id }) => id} />
      <MoreButton pages={pages} />
    </>
  );
}
