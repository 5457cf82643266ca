import { Button } from '@mantine/core';
import { Ago } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { GradeProblem } from '../../staff/grade-problem.tsx';
import { instructorWords } from '../words/index.ts';
import type { Board } from './board-document.ts';
import classes from './board-foot.module.css';
import type { BoardActs } from './use-board.ts';

interface BoardFootProps {
  readonly board: Pick<Board, 'gradebook' | 'roster'>;
  readonly acts: BoardActs;
}

/** What the course holds of the class: its grades, with a way to send them again, and how fresh its list of people is. */
export function BoardFoot({ board: { gradebook, roster }, acts }: BoardFootProps) {
  const words = useWords(instructorWords).foot;
  const all = gradebook.sent + gradebook.onTheWay + gradebook.stuck;
  const comparing = gradebook.resync?.status === 'ASKED';
  return (
    <section className={classes['foot']} aria-label={words.title}>
      <div className={classes['grades']}>
        <div className={classes['said']} aria-live="polite">
          <p>{all === 0 ? words.noGrades : words.grades(gradebook)}</p>
          {gradebook.problem !== null && (
            <p className={classes['warn']}>
              <GradeProblem code={gradebook.problem} />
            </p>
          )}
          {gradebook.resync !== null && <Comparison resync={gradebook.resync} />}
        </div>
        {all > 0 && (
          <Button size="compact-sm" variant="default" disabled={acts.busy.resendAll || comparing} onClick={() => void acts.resendAll()}>
            {comparing ? words.comparing : words.resendAll}
          </Button>
        )}
      </div>
      <p className={classes['quiet']}>
        {roster.problem === null ? roster.readAt === null ? words.rosterUnread : <>{words.rosterRead} <Ago at={roster.readAt} /></> : <RosterProblem code={roster.problem} />}
      </p>
    </section>
  );
}

/** What came of the last "send all again". */
function Comparison({ resync }: { readonly resync: NonNullable<Board['gradebook']['resync']> }) {
  const words = useWords(instructorWords).foot;
  if (resync.status === 'ASKED') return null;
  if (resync.status === 'FAILED') {
    return (
      <p className={classes['warn']}>
        {words.notCompared} {resync.problem !== null && <GradeProblem code={resync.problem} />}
      </p>
    );
  }
  return (
    <p className={classes['quiet']}>
      {resync.compared ? words.compared(resync.same, resync.sent) : words.sentAll(resync.sent)} {resync.endedAt !== null && <Ago at={resync.endedAt} />}
    </p>
  );
}

function RosterProblem({ code }: { readonly code: string }) {
  const words = useWords(instructorWords).foot;
  const known: Readonly<Record<string, string>> = words.rosterProblem;
  return (
    <>
      {known[code] ?? words.rosterProblem.ROSTER_UNREACHABLE} <code>{code}</code>
    </>
  );
}
