import { useEffect, useEffectEvent, useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { usePersonName } from '../../staff/person-name.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { AttentionMark } from '../board/attention-mark.tsx';
import type { Board } from '../board/board-document.ts';
import type { StableRow } from '../board/stable-rows.ts';
import type { BoardActs } from '../board/use-board.ts';
import { instructorWords } from '../words/index.ts';
import { detailQuery } from './detail-document.ts';
import { GradePart } from './grade-part.tsx';
import { HelpThread } from './help-thread.tsx';
import { LabActions } from './lab-actions.tsx';
import { LearnerFacts } from './learner-facts.tsx';
import { LearnerSteps } from './learner-steps.tsx';
import { Timeline } from './timeline.tsx';

interface LearnerSheetProps {
  readonly board: Board;
  /** Null while no learner is opened. */
  readonly stable: StableRow | null;
  readonly acts: BoardActs;
  readonly onClose: () => void;
}

/** One learner of the board: what happened, what is in the way, and what can be done about it. */
export function LearnerSheet({ board, stable, acts, onClose }: LearnerSheetProps) {
  const name = usePersonName();
  return (
    <Sheet opened={stable !== null} title={stable === null ? '' : name(stable.row.learner)} onClose={onClose}>
      {stable !== null && <LearnerDetail key={stable.row.learner.id} board={board} stable={stable} acts={acts} />}
    </Sheet>
  );
}

function LearnerDetail({ board, stable, acts }: { readonly board: Board; readonly stable: StableRow; readonly acts: BoardActs }) {
  const { row } = stable;
  const words = useWords(instructorWords).detail;
  const answer = useKept(useAsk(detailQuery, { learnerId: row.learner.id }));
  const [first] = useState(board);
  // The board is pushed when something happened in the class: what the sheet shows is then old.
  const catchUp = useEffectEvent((newest: Board) => {
    if (newest !== first) answer.refresh();
  });
  useEffect(() => catchUp(board), [board]);
  return (
    <>
      {row.attention && <div><AttentionMark attention={row.attention} /></div>}
      {acts.error && <ErrorNotice error={acts.error} onDismiss={acts.forgetError} />}
      <Asked answer={answer} what={words.loading}>
        {({ labPage, timeline }) => (
          <>
            <LearnerFacts row={row} lab={labPage} />
            <LabActions row={row} state={labPage.state} acts={acts} />
            <HelpThread learnerId={row.learner.id} help={labPage.help} acts={acts} />
            <LearnerSteps board={board} stable={stable} steps={labPage.steps} acts={acts} />
            <GradePart row={row} acts={acts} />
            <Timeline entries={timeline.entries} steps={board.steps} />
          </>
        )}
      </Asked>
    </>
  );
}
