import { IconCloud } from '@tabler/icons-react';
import { graphql, type ResultOf } from '../api/graphql.ts';
import { useAsk } from '../api/use-ask.ts';
import { Ago, Remaining } from '../format/instant.tsx';
import { Money } from '../format/money.tsx';
import { Panel } from '../learner/panel.tsx';
import { useWords } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { Asked } from '../staff/asked.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { PersonName } from '../staff/person-name.tsx';
import { useKept } from '../staff/use-kept.ts';
import { usePolled } from '../staff/use-polled.ts';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import type { ManagerWords } from './words/en.ts';
import { managerWords } from './words/index.ts';

const leasesQuery = graphql(`
  query Leases {
    leases { labId accountId course status startedAt endsAt learner { id name } spent { amount currency } }
  }
`);

type Lease = ResultOf<typeof leasesQuery>['leases'][number];

const refreshMs = 10_000;
const noVariables = {};

const leaseColumns = (words: ManagerWords['leases']): readonly Column<Lease>[] => [
  { head: words.learner, cell: ({ learner }) => <PersonName person={learner} /> },
  { head: words.course, cell: ({ course }) => course },
  { head: words.state, cell: ({ status }) => <LeaseMark status={status} /> },
  { head: words.account, cell: ({ accountId }) => (accountId === '' ? words.noAccount : <CopyableId value={accountId} what={words.account} />) },
  { head: words.since, cell: ({ startedAt }) => <Ago at={startedAt} /> },
  { head: words.ends, align: 'end', cell: ({ endsAt }) => (endsAt === null ? '—' : <Remaining until={endsAt} />) },
  { head: words.spent, align: 'end', cell: ({ spent }) => <Money value={spent} /> },
];

/** The labs that cost money at this moment. */
export function LeasesView() {
  const words = useWords(managerWords).leases;
  const answer = useKept(useAsk(leasesQuery, noVariables));
  usePolled(answer.refresh, refreshMs);
  return (
    <Asked answer={answer} what={words.loading}>
      {({ leases }) => (
        <Panel title={words.title}>
          {leases.length === 0 ? (
            <Empty icon={IconCloud} title={words.empty}>
              {words.emptyText}
            </Empty>
          ) : (
            <DataTable label={words.title} columns={leaseColumns(words)} rows={leases} keyOf={({ labId }) => labId} />
          )}
        </Panel>
      )}
    </Asked>
  );
}

const tones: Readonly<Record<string, Tone>> = { requested: 'busy', provisioning: 'busy', ready: 'good', ending: 'warn' };

function LeaseMark({ status }: { readonly status: string }) {
  const states: Readonly<Record<string, string>> = useWords(managerWords).leases.states;
  return <StatusMark tone={tones[status] ?? 'quiet'}>{states[status] ?? status}</StatusMark>;
}
