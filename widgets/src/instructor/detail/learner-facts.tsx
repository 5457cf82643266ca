import { Money } from '../../format/money.tsx';
import { Remaining } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { Figures } from '../../staff/figures.tsx';
import { staffWords } from '../../staff/words/index.ts';
import type { BoardRow } from '../board/board-document.ts';
import { instructorWords } from '../words/index.ts';
import type { DetailLab } from './detail-document.ts';

/** The learner's lab in a few figures. */
export function LearnerFacts({ row, lab: { state, credit } }: { readonly row: BoardRow; readonly lab: DetailLab }) {
  const words = useWords(instructorWords);
  const { lab: labWords } = useWords(staffWords);
  const timeLeft = state.kind === 'LabReady' ? [{ label: words.detail.timeLeft, value: <Remaining until={state.endsAt} /> }] : [];
  return (
    <Figures
      label={words.detail.facts}
      figures={[
        { label: words.detail.lab, value: labWords[row.labStatus], ...(state.kind === 'LabFailed' ? { note: `${state.what}: ${state.why}` } : {}) },
        { label: words.detail.points, value: `${row.points}/${row.grade.maximum}` },
        ...timeLeft,
        { label: words.detail.spent, value: <Money value={row.spent} /> },
        { label: words.detail.creditLeft, value: <Money value={credit.available} /> },
      ]}
    />
  );
}
