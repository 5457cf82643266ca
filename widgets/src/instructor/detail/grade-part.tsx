import { Button } from '@mantine/core';
import { Instant } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { GradeMark } from '../../staff/grade-mark.tsx';
import { GradeProblem } from '../../staff/grade-problem.tsx';
import type { BoardRow } from '../board/board-document.ts';
import type { BoardActs } from '../board/use-board.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';
import { SheetPart } from './sheet-part.tsx';

/** Whether the score has reached the gradebook, and why not. */
export function GradePart({ row, acts }: { readonly row: BoardRow; readonly acts: BoardActs }) {
  const words = useWords(instructorWords);
  const { grade, learner } = row;
  const sendable = grade.status !== 'NONE' && grade.status !== 'UNAVAILABLE';
  return (
    <SheetPart title={words.detail.grade}>
      <div className={classes['gradeLine']}>
        <GradeMark status={grade.status} />
        <span className="tabular">{words.board.outOf(grade.points, grade.maximum)}</span>
        {grade.sentAt !== null && <Instant at={grade.sentAt} />}
        {sendable && (
          <Button size="compact-sm" variant="default" disabled={acts.busy.resend} onClick={() => void acts.resend(learner.id)}>
            {acts.busy.resend ? words.detail.resending : words.detail.resend}
          </Button>
        )}
      </div>
      {grade.problem !== null && (
        <p className={classes['quiet']}>
          <GradeProblem code={grade.problem} />
        </p>
      )}
    </SheetPart>
  );
}
