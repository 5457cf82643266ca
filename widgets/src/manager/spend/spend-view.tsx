import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { Money } from '../../format/money.tsx';
import { Panel } from '../../learner/panel.tsx';
import type { Words } from '../../messages/en.ts';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { Pair } from '../../staff/column.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { usePolled } from '../../staff/use-polled.ts';
import { MonthZone } from '../month-zone.tsx';
import type { ManagerWords } from '../words/en.ts';
import { managerWords } from '../words/index.ts';
import classes from './spend.module.css';
import { SpendFigures } from './spend-figures.tsx';
import { SpendPicture } from './spend-picture.tsx';
import { spendQuery, type Spend, type SpendGroup } from './spend-document.ts';
import { timeUsed } from './time-used.ts';
import { UsageSheet, type UsageQuestion } from './usage-sheet.tsx';

const refreshMs = 60_000;
const noVariables = {};

/** This month against its budget: a picture first, then tables whose figures lead down to the usage they are made of. */
export function SpendView() {
  const words = useWords(managerWords).spend;
  const answer = useKept(useAsk(spendQuery, noVariables));
  usePolled(answer.refresh, refreshMs);
  const [question, ask] = useState<UsageQuestion | null>(null);
  return (
    <>
      <Asked answer={answer} what={words.loading}>
        {({ usage }) => <Month spend={usage} onAsk={ask} />}
      </Asked>
      <UsageSheet question={question} onClose={() => ask(null)} />
    </>
  );
}

interface MonthProps {
  readonly spend: Spend;
  readonly onAsk: (question: UsageQuestion) => void;
}

function Month({ spend, onAsk }: MonthProps) {
  const words = useWords(managerWords).spend;
  return (
    <>
      <SpendFigures spend={spend} />
      <MonthZone month={spend} />
      <Panel title={words.picture}>
        {spend.byDay.length === 0 ? <Empty title={words.empty}>{words.emptyText}</Empty> : <SpendPicture spend={spend} />}
        {spend.byDay.length > 0 && <Days days={spend.byDay} onAsk={onAsk} />}
      </Panel>
      {spend.byDay.length > 0 && <Groups spend={spend} onAsk={onAsk} />}
    </>
  );
}

/** Who used how much. */
function Groups({ spend, onAsk }: MonthProps) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  const speech = { words, shared: useWords(sharedWords), language };
  const { from, to } = spend;
  return (
    <Pair>
      <Panel title={words.byCourse}>
        <DataTable
          label={words.byCourse}
          columns={groupColumns(speech, { head: words.course, onOpen: ({ id, name, cost, rounding }) => onAsk({ title: words.rowsOf(name), courseId: id, from, to, cost, rounding }) })}
          rows={spend.byCourse}
          keyOf={({ id }) => id}
        />
      </Panel>
      <Panel title={words.byUnit}>
        <DataTable label={words.byUnit} columns={groupColumns(speech, { head: words.unit, onOpen: null })} rows={spend.byUnit} keyOf={({ id }) => id} />
      </Panel>
    </Pair>
  );
}

interface Speech {
  readonly words: ManagerWords['spend'];
  readonly shared: Words;
  readonly language: Language;
}

interface GroupHead {
  readonly head: string;
  /** Null where the API cannot be asked for the rows of a group. */
  readonly onOpen: ((group: SpendGroup) => void) | null;
}

const groupColumns = ({ words, shared, language }: Speech, { head, onOpen }: GroupHead): readonly Column<SpendGroup>[] => [
  { head, cell: (group) => <GroupName group={group} onOpen={onOpen} /> },
  { head: words.labs, align: 'end', cell: ({ labs }) => labs },
  { head: words.time, align: 'end', cell: ({ minutes }) => timeUsed(minutes, { spend: words, shared }, language) },
  { head: words.cost, align: 'end', cell: ({ cost }) => <Money value={cost} /> },
];

function GroupName({ group, onOpen }: { readonly group: SpendGroup; readonly onOpen: GroupHead['onOpen'] }) {
  const words = useWords(managerWords).spend;
  const name = group.id === '' ? words.noUnit : group.name;
  if (onOpen === null) return name;
  return (
    <Anchor component="button" type="button" fz="inherit" fw="inherit" ta="start" onClick={() => onOpen(group)}>
      {name}
    </Anchor>
  );
}

type Day = Spend['byDay'][number];

const dayColumns = (words: ManagerWords['spend'], onAsk: MonthProps['onAsk']): readonly Column<Day>[] => [
  { head: words.day, cell: (day) => <DayName day={day} onAsk={onAsk} /> },
  { head: words.cost, align: 'end', cell: ({ cost }) => <Money value={cost} /> },
];

function Days({ days, onAsk }: { readonly days: readonly Day[]; readonly onAsk: MonthProps['onAsk'] }) {
  const words = useWords(managerWords).spend;
  return (
    <details className={classes['days']}>
      <summary>{words.byDay}</summary>
      <DataTable label={words.byDay} columns={dayColumns(words, onAsk)} rows={days.toReversed()} keyOf={({ day }) => day} />
    </details>
  );
}

const dayMs = 86_400_000;

function DayName({ day: { day, cost, rounding }, onAsk }: { readonly day: Day; readonly onAsk: MonthProps['onAsk'] }) {
  const words = useWords(managerWords).spend;
  const from = `${day}T00:00:00.000Z`;
  const to = new Date(Date.parse(from) + dayMs).toISOString();
  return (
    <Anchor component="button" type="button" fz="inherit" fw="inherit" onClick={() => onAsk({ title: words.rowsOfDay(day), courseId: null, from, to, cost, rounding })}>
      {day}
    </Anchor>
  );
}
