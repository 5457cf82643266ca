import { Button } from '@mantine/core';
import { useAct } from '../api/use-act.ts';
import { Ago } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useWords } from '../messages/language.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { GradeMark } from '../staff/grade-mark.tsx';
import { GradeProblem } from '../staff/grade-problem.tsx';
import { groupsBy } from '../staff/groups.ts';
import { PersonName, usePersonName } from '../staff/person-name.tsx';
import classes from './operator.module.css';
import { replayMutation, type PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Failure = PlatformHealth['grades'][number];

interface GradeFailuresProps {
  readonly grades: readonly Failure[];
  readonly onChange: (health: PlatformHealth) => void;
}

/** Grades that have not reached their course, grouped by what is in the way: one cause is mended once. */
export function GradeFailures({ grades, onChange }: GradeFailuresProps) {
  const words = useWords(operatorWords).grades;
  const causes = [...groupsBy(grades, ({ cause }) => cause)].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <Panel title={words.title} aside={<span className={classes['quiet']}>{words.cause(grades.length)}</span>}>
      {causes.length === 0 && <p className={classes['note']}>{words.none}</p>}
      {causes.map(([cause, failures]) => (
        <Cause key={cause} cause={cause} failures={failures} onChange={onChange} />
      ))}
    </Panel>
  );
}

interface CauseProps {
  readonly cause: string;
  readonly failures: readonly Failure[];
  readonly onChange: (health: PlatformHealth) => void;
}

const failureColumns = (words: OperatorWords['grades'], onChange: GradeFailuresProps['onChange']): readonly Column<Failure>[] => [
  { head: words.learner, cell: ({ learner }) => <PersonName person={learner} /> },
  { head: words.course, cell: ({ institution, course }) => `${institution} · ${course}` },
  { head: words.state, cell: ({ status }) => <GradeMark status={status} /> },
  { head: words.attempts, align: 'end', cell: ({ attempts }) => attempts },
  { head: words.since, cell: ({ since }) => <Ago at={since} /> },
  { head: words.act, align: 'end', cell: (failure) => <Replay failure={failure} onChange={onChange} /> },
];

function Cause({ cause, failures, onChange }: CauseProps) {
  const words = useWords(operatorWords).grades;
  const columns = failureColumns(words, onChange);
  return (
    <>
      <h3 className={classes['cause']}>
        <GradeProblem code={cause} /> <span className={classes['quiet']}>{words.cause(failures.length)}</span>
      </h3>
      <DataTable label={cause} columns={columns} rows={failures} keyOf={({ id }) => id} />
    </>
  );
}

function Replay({ failure, onChange }: { readonly failure: Failure; readonly onChange: (health: PlatformHealth) => void }) {
  const words = useWords(operatorWords).grades;
  const name = usePersonName();
  const replay = useAct(replayMutation);
  const run = async () => {
    const done = await replay.run({ id: failure.id });
    if (done) onChange(done.replayGrade);
  };
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={replay.busy} onClick={() => void run()} aria-label={`${words.replay}: ${name(failure.learner)}`}>
        {replay.busy ? words.replaying : words.replay}
      </Button>
      {replay.error && <ErrorNotice error={replay.error} onDismiss={replay.forget} />}
    </>
  );
}
