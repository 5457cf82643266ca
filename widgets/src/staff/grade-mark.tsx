import { IconCloudUpload, IconSend, IconSendOff, type Icon } from '@tabler/icons-react';
import { useWords } from '../messages/language.ts';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { staffWords } from './words/index.ts';

type GradeStatus = keyof (typeof staffWords)['en']['grade'];

const looks: Readonly<Record<GradeStatus, { readonly tone: Tone; readonly icon: Icon }>> = {
  NONE: { tone: 'quiet', icon: IconSend },
  WAITING: { tone: 'quiet', icon: IconCloudUpload },
  SENDING: { tone: 'busy', icon: IconCloudUpload },
  SENT: { tone: 'good', icon: IconSend },
  RETRYING: { tone: 'warn', icon: IconCloudUpload },
  REFUSED: { tone: 'bad', icon: IconSendOff },
  UNAVAILABLE: { tone: 'quiet', icon: IconSendOff },
};

/** Where a grade is on its way to the gradebook. */
export function GradeMark({ status }: { readonly status: GradeStatus }) {
  const words = useWords(staffWords).grade;
  return (
    <StatusMark tone={looks[status].tone} icon={looks[status].icon}>
      {words[status]}
    </StatusMark>
  );
}
