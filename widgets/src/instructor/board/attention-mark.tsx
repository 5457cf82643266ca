import { IconAlertTriangle, IconCircleX, IconHandStop, IconHourglassHigh, IconSendOff, type Icon } from '@tabler/icons-react';
import { useWords } from '../../messages/language.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import { instructorWords } from '../words/index.ts';
import type { BoardRow } from './board-document.ts';
import { useSlowAgo } from './use-slow-ago.ts';

type Attention = NonNullable<BoardRow['attention']>;

const looks: Readonly<Record<Attention['kind'], { readonly tone: Tone; readonly icon: Icon }>> = {
  HAND_RAISED: { tone: 'busy', icon: IconHandStop },
  LAB_FAILED: { tone: 'bad', icon: IconCircleX },
  ERROR_STREAK: { tone: 'bad', icon: IconAlertTriangle },
  STUCK: { tone: 'warn', icon: IconHourglassHigh },
  GRADE_REFUSED: { tone: 'warn', icon: IconSendOff },
};

/** Why a learner needs somebody, and since when. */
export function AttentionMark({ attention: { kind, since } }: { readonly attention: Attention }) {
  const words = useWords(instructorWords).attention;
  const ago = useSlowAgo(since);
  return (
    <StatusMark tone={looks[kind].tone} icon={looks[kind].icon}>
      {words[kind](ago)}
    </StatusMark>
  );
}
