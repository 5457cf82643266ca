import { NativeSelect, TextInput } from '@mantine/core';
import type { TadaDocumentNode } from 'gql.tada';
import { useCallback, useState } from 'react';
import { Instant } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useLanguage, useLocalized, useWords, type Language, type Localized } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Loading } from '../shell/loading.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { FieldRow } from '../staff/field-row.tsx';
import { MoreButton } from '../staff/more-button.tsx';
import { usePages } from '../staff/use-pages.ts';
import { useSettled } from '../staff/use-settled.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import { auditDetail } from './audit-detail.ts';
import classes from './audit-log.module.css';
import type { AuditWords } from './words/en.ts';
import { auditWords } from './words/index.ts';

interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string | null;
  readonly targetName: string | null;
  readonly targetStep: Localized | null;
  readonly detail: string | null;
}

interface AuditLogProps<Data> {
  readonly title: string;
  /** Must be the same on every draw, as `pick` must. */
  readonly query: TadaDocumentNode<Data, { actor?: string | null; action?: string | null; before?: string | null }>;
  readonly pick: (data: Data) => readonly AuditEntry[];
  /** What is done where this log is kept, by the names that the log has for it. */
  readonly actions: Readonly<Record<string, string>>;
  /** What will be in it, said while nothing is. */
  readonly emptyText: string;
}

/** Who did what, newest first. */
export function AuditLog<Data>(props: AuditLogProps<Data>) {
  const words = useWords(auditWords);
  const [actor, setActor] = useState('');
  const [action, setAction] = useState('');
  return (
    <Panel title={props.title}>
      <FieldRow>
        <TextInput type="search" label={words.actor} placeholder={words.actorHint} value={actor} onChange={(event) => setActor(event.currentTarget.value)} />
        <NativeSelect
          label={words.action}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
          data={[{ value: '', label: words.allActions }, ...Object.entries(props.actions).map(([value, label]) => ({ value, label }))]}
        />
      </FieldRow>
      <Entries {...props} actor={useSettled(actor.trim())} action={action} />
    </Panel>
  );
}

const nullIfEmpty = (text: string) => (text === '' ? null : text);

const auditColumns = (words: AuditWords, actions: Readonly<Record<string, string>>, language: Language): readonly Column<AuditEntry>[] => [
  { head: words.action, cell: ({ action }) => actions[action] ?? action },
  { head: words.actor, cell: ({ actor }) => actor },
  { head: words.target, cell: (entry) => <Target entry={entry} /> },
  { head: words.detail, cell: (entry) => auditDetail(entry, { words: words.details, language }) },
  { head: words.at, align: 'end', cell: ({ at }) => <Instant at={at} /> },
];

/** The name that holds now, and the id that stands in the log. */
function Target({ entry: { target, targetName, targetStep } }: { readonly entry: AuditEntry }) {
  const words = useWords(auditWords);
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

function Entries<Data>({ title, query, pick, actions, emptyText, actor, action }: AuditLogProps<Data> & { readonly actor: string; readonly action: string }) {
  const words = useWords(auditWords);
  const { language } = useLanguage();
  const after = useCallback((last: AuditEntry | null) => ({ actor: nullIfEmpty(actor), action: nullIfEmpty(action), before: last?.at ?? null }), [actor, action]);
  const pages = usePages({ query, after, pick });
  if (pages.items === null) return pages.error ? <ErrorNotice error={pages.error} onTryAgain={pages.more} /> : <Loading what={words.loading} />;
  if (pages.items.length === 0) return actor === '' && action === '' ? <Empty title={words.empty}>{emptyText}</Empty> : <Empty title={words.noMatch}>{words.noMatchText}</Empty>;
  return (
    <>
      <DataTable label={title} columns={auditColumns(words, actions, language)} rows={pages.items} keyOf={({ id }) => id} />
      <MoreButton pages={pages} />
    </>
  );
}
