import { IconCircleCheckFilled, IconCloudDataConnection, IconFlag, IconHelpCircle, IconPencil, IconSend, IconTerminal2, IconVideo, type Icon } from '@tabler/icons-react';
import { Instant } from '../../format/instant.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import type { BoardStep } from '../board/board-document.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';
import type { TimelineEntry } from './detail-document.ts';
import { SheetPart } from './sheet-part.tsx';
import { timelineDetail, timelineSentence, timelineTone } from './timeline-sentence.ts';

const icons: Readonly<Record<TimelineEntry['kind'], Icon>> = {
  RECORD: IconTerminal2,
  VERDICT: IconFlag,
  LAB: IconCloudDataConnection,
  GRADE: IconSend,
  HELP: IconHelpCircle,
  VIDEO: IconVideo,
  OVERRIDE: IconPencil,
};

/** What the learner did and what followed, newest first, in words. */
export function Timeline({ entries, steps }: { readonly entries: readonly TimelineEntry[]; readonly steps: readonly BoardStep[] }) {
  const words = useWords(instructorWords);
  return (
    <SheetPart title={words.detail.timeline}>
      {entries.length === 0 && <p className={classes['quiet']}>{words.detail.noTimeline}</p>}
      <ol className={classes['timeline']}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} step={steps.find(({ id }) => id === entry.stepId)} />
        ))}
      </ol>
    </SheetPart>
  );
}

function Entry({ entry, step }: { readonly entry: TimelineEntry; readonly step: BoardStep | undefined }) {
  const words = useWords(instructorWords).timeline;
  const text = useLocalized();
  const tone = timelineTone(entry);
  const Picture = tone === 'good' && entry.kind === 'VERDICT' ? IconCircleCheckFilled : icons[entry.kind];
  const detail = timelineDetail(entry);
  return (
    <li className={`${classes['entry']} ${classes[tone]}`}>
      <Picture size={16} aria-hidden="true" />
      <span className={classes['said']}>
        {timelineSentence(entry, step === undefined ? null : text(step.title), words)}
        {detail !== null && <span className={classes['quiet']}>{detail}</span>}
      </span>
      <span className={classes['quiet']}>
        <Instant at={entry.at} form="time" />
      </span>
    </li>
  );
}
