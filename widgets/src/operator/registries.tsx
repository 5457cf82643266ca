import { Ago, Instant } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import type { Words } from '../messages/en.ts';
import { useLocalized, useWords, type Localized } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import { CopyableId } from '../text/copyable-id.tsx';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Key = PlatformHealth['keys'][number];
type Pack = PlatformHealth['packs'][number];
type Webhook = PlatformHealth['webhooks'][number];

/** Enough to tell two versions apart at a glance; the whole is copied. */
const shownOfDigest = 12;
/** Enough to tell one key from another. */
const shownOfKid = 16;

/** A key that signs should be younger than this. */
const rotateAfterDays = 90;

const keyColumns = (words: OperatorWords['keys'], duration: Words['duration']): readonly Column<Key>[] => [
  { head: words.kid, cell: ({ kid }) => <CopyableId value={kid} what={words.kid} shown={kid.slice(0, shownOfKid)} /> },
  { head: words.state, cell: (key) => <KeyMark keyOfTool={key} /> },
  { head: words.age, align: 'end', cell: ({ ageDays }) => duration.days(ageDays) },
];

/** The keys that sign what the tool sends, and how old they are. */
export function Keys({ keys }: { readonly keys: readonly Key[] }) {
  const words = useWords(operatorWords).keys;
  const { duration } = useWords(sharedWords);
  const columns = keyColumns(words, duration);
  return (
    <Panel title={words.title}>
      {keys.length === 0 ? <p className={classes['note']}>{words.none}</p> : <DataTable label={words.title} columns={columns} rows={keys} keyOf={({ kid }) => kid} />}
    </Panel>
  );
}

function KeyMark({ keyOfTool: { active, ageDays } }: { readonly keyOfTool: Key }) {
  const words = useWords(operatorWords).keys;
  if (!active) return <StatusMark tone="quiet">{words.retired}</StatusMark>;
  return ageDays > rotateAfterDays ? <StatusMark tone="warn">{words.old}</StatusMark> : <StatusMark tone="good">{words.active}</StatusMark>;
}

const packColumns = (words: OperatorWords['packs'], text: (title: Localized) => string): readonly Column<Pack>[] => [
  { head: words.pack, cell: ({ title }) => text(title) },
  { head: words.version, cell: ({ version }) => version },
  { head: words.labs, align: 'end', cell: ({ labs }) => labs },
  { head: words.published, cell: ({ publishedAt }) => <Instant at={publishedAt} form="date" /> },
  { head: words.digest, cell: ({ digest }) => <CopyableId value={digest} what={words.digest} shown={digest.slice(0, shownOfDigest)} /> },
];

/** The course packs that instructors can choose. */
export function Packs({ packs }: { readonly packs: readonly Pack[] }) {
  const words = useWords(operatorWords).packs;
  const text = useLocalized();
  const columns = packColumns(words, text);
  return (
    <Panel title={words.title}>
      {packs.length === 0 ? <p className={classes['note']}>{words.none}</p> : <DataTable label={words.title} columns={columns} rows={packs} keyOf={({ id, version }) => `${id}@${version}`} />}
    </Panel>
  );
}

const directions = (words: OperatorWords['webhooks']): Readonly<Record<string, string>> => ({ 'stripe-in': words.in, 'stripe-out': words.out });

const webhookColumns = (words: OperatorWords['webhooks']): readonly Column<Webhook>[] => [
  { head: words.direction, cell: ({ direction }) => directions(words)[direction] ?? direction },
  { head: words.waiting, align: 'end', cell: ({ waiting }) => waiting },
  { head: words.failed, align: 'end', cell: ({ failed }) => (failed > 0 ? <StatusMark tone="bad">{String(failed)}</StatusMark> : failed) },
  { head: words.last, align: 'end', cell: ({ lastAt }) => (lastAt === null ? words.never : <Ago at={lastAt} />) },
];

/** What comes from and goes to the payment provider. */
export function Webhooks({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const words = useWords(operatorWords).webhooks;
  const columns = webhookColumns(words);
  return (
    <Panel title={words.title}>
      {webhooks.length === 0 ? <p className={classes['note']}>{words.none}</p> : <DataTable label={words.title} columns={columns} rows={webhooks} keyOf={({ direction }) => direction} />}
    </Panel>
  );
}
