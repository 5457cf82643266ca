import { IconCircleCheck } from '@tabler/icons-react';
import { formatDuration } from '../format/duration.ts';
import { Panel } from '../learner/panel.tsx';
import type { Words } from '../messages/en.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
import { queueState, queueTones } from './queue-state.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Queue = PlatformHealth['queues'][number];

const queueColumns = (words: OperatorWords['queues'], shared: Words): readonly Column<Queue>[] => [
  { head: words.name, cell: ({ name }) => name },
  { head: words.state, cell: (queue) => <QueueMark queue={queue} /> },
  { head: words.waiting, align: 'end', cell: ({ waiting }) => waiting },
  { head: words.failed, align: 'end', cell: ({ failed }) => failed },
  { head: words.oldest, align: 'end', cell: ({ oldestSeconds }) => (oldestSeconds === null ? '—' : formatDuration(oldestSeconds, shared)) },
];

/** What waits to be done, and for how long the oldest of it has. */
export function Queues({ queues }: { readonly queues: readonly Queue[] }) {
  const words = useWords(operatorWords).queues;
  const shared = useWords(sharedWords);
  const columns = queueColumns(words, shared);
  return (
    <Panel title={words.title}>
      {queues.length === 0 ? <p className={classes['note']}>{words.none}</p> : <DataTable label={words.title} columns={columns} rows={queues} keyOf={({ name }) => name} />}
    </Panel>
  );
}

function QueueMark({ queue }: { readonly queue: Queue }) {
  const words = useWords(operatorWords).queues;
  const state = queueState(queue);
  return (
    <StatusMark tone={queueTones[state]} look="plain" {...(state === 'moving' ? { icon: IconCircleCheck } : {})}>
      {words[state]}
    </StatusMark>
  );
}
