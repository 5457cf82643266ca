import { useCallback } from 'react';
import { formatDuration } from '../../format/duration.ts';
import { Instant } from '../../format/instant.tsx';
import { Money } from '../../format/money.tsx';
import { formatMoney, type MoneyValue } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loading } from '../../shell/loading.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { MoreButton } from '../../staff/more-button.tsx';
import { PersonName } from '../../staff/person-name.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { usePages } from '../../staff/use-pages.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import { CopyableId } from '../../text/copyable-id.tsx';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import { usageRowsQuery, type UsageRow } from './spend-document.ts';
import classes from './spend.module.css';

/** Which usage a figure is made of. */
export interface UsageQuestion {
  readonly title: string;
  /** Null for every course. */
  readonly courseId: string | null;
  readonly from: string;
  readonly to: string;
  /** The figure: what the invoice says. */
  readonly cost: MoneyValue;
  /** How far it is from the sum of its rows. */
  readonly rounding: MoneyValue;
}

/** The usage that a figure is made of, row by row. */
export function UsageSheet({ question, onClose }: { readonly question: UsageQuestion | null; readonly onClose: () => void }) {
  return (
    <Sheet opened={question !== null} title={question?.title ?? ''} onClose={onClose}>
      {question !== null && question.rounding.amount !== '0' && <Rounding question={question} />}
      {question !== null && <UsageRows question={question} />}
    </Sheet>
  );
}

/** Whoever adds the rows up comes to another sum than the invoice: says which, and why. */
function Rounding({ question: { cost, rounding } }: { readonly question: UsageQuestion }) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  return <p className={classes['rounding']}>{words.rounding(formatMoney(cost, language), formatMoney(rounding, language))}</p>;
}

const pickRows = (data: { readonly usageRows: readonly UsageRow[] }) => data.usageRows;

const usageColumns = (words: ManagerWords['spend']): readonly Column<UsageRow>[] => [
  { head: words.learner, cell: (row) => <WhoAndWhen row={row} /> },
  { head: words.lab, cell: (row) => <LabAndPrice row={row} /> },
  { head: words.state, cell: ({ invoiced }) => <InvoicedMark invoiced={invoiced} /> },
  { head: words.cost, align: 'end', cell: (row) => <CostAndTime row={row} /> },
];

function WhoAndWhen({ row: { learner, at, course } }: { readonly row: UsageRow }) {
  return (
    <span>
      <PersonName person={learner} />
      <span className={classes['below']}>
        <Instant at={at} /> · {course}
      </span>
    </span>
  );
}

function LabAndPrice({ row: { labId, product, priceVersion } }: { readonly row: UsageRow }) {
  const words = useWords(managerWords).spend;
  return (
    <span>
      <CopyableId value={labId} what={words.lab} />
      <span className={classes['below']} title={words.price}>
        {product} · {priceVersion}
      </span>
    </span>
  );
}

function CostAndTime({ row: { cost, minutes } }: { readonly row: UsageRow }) {
  const shared = useWords(sharedWords);
  return (
    <span>
      <Money value={cost} />
      <span className={classes['below']}>{formatDuration(minutes * 60, shared)}</span>
    </span>
  );
}

function UsageRows({ question: { courseId, from, to } }: { readonly question: UsageQuestion }) {
  const words = useWords(managerWords).spend;
  const after = useCallback((last: UsageRow | null) => ({ courseId, from, to, after: last?.id ?? null }), [courseId, from, to]);
  const pages = usePages({ query: usageRowsQuery, after, pick: pickRows });
  if (pages.items === null) return pages.error ? <ErrorNotice error={pages.error} onTryAgain={pages.more} /> : <Loading what={words.loadingRows} />;
  if (pages.items.length === 0) return <p>{words.noRows}</p>;
  return (
    <div>
      <DataTable label={words.cost} columns={usageColumns(words)} rows={pages.items} keyOf={({ id }) => id} />
      <MoreButton pages={pages} />
    </div>
  );
}

function InvoicedMark({ invoiced }: { readonly invoiced: boolean }) {
  const words = useWords(managerWords).spend;
  return (
    <StatusMark tone={invoiced ? 'good' : 'quiet'} look="plain">
      {invoiced ? words.invoiced : words.notInvoiced}
    </StatusMark>
  );
}
