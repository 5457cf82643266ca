import { IconAlertTriangle, IconCircleX, IconHandStop, IconHourglassHigh, IconSendOff, type Icon } from '@tabler/icons-react';
import { useNow } from '../../format/clock.ts';
import { formatAgo } from '../../format/instant-format.ts';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import { instructorWords } from '../words/index.ts';
import type { BoardRow } from './board-document.ts';

type Attention = NonNullable<BoardRow['attention']>;

const looks: Readonly<Record<Attention['kind'], { readonly tone: Tone; readonly icon: Icon }>> = {
  HAND_RAISED: { tone: 'busy', icon: IconHandStop },
  LAB_FAILED: { tone: 'bad', icon: IconCircleX },
  ERROR_STREAK: { tone: 'bad', icon: IconAlertTriangle },
  STUCK: { tone: 'warn', icon: IconHourglassHigh },
  GRADE_REFUSED: { tone: 'warn', icon: IconSendOff },
};

const stepMs = 10_000;

/** Why a learner needs somebody, and since when. */
export function AttentionMark({ attention: { kind, since } }: { readonly attention: Attention }) {
  const words = useWords(instructorWords).attention;
  const shared = useWords(sharedWords);
  // The clock's step may lie before an instant that has just been reached.
  const now = Math.max(useNow(stepMs), Date.parse(since));
  return (
    <StatusMark tone={looks[kind].tone} icon={looks[kind].icon}>
      {words[kind](formatAgo(since, now, shared))}
    </StatusMark>
  );
}
