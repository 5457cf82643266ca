import { IconCircle, IconCircleCheckFilled, IconCircleDashedCheck, IconEye, IconForbid, IconShieldCheckFilled, type Icon } from '@tabler/icons-react';
import { useWords } from '../../messages/language.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import type { LabStep } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';

/** How each status of a step looks, wherever it is drawn. */
export const stepLooks: Readonly<Record<LabStep['status'], { readonly tone: Tone; readonly icon: Icon }>> = {
  TODO: { tone: 'quiet', icon: IconCircle },
  SEEN: { tone: 'busy', icon: IconEye },
  NEAR_MISS: { tone: 'warn', icon: IconCircleDashedCheck },
  FORBIDDEN: { tone: 'bad', icon: IconForbid },
  HELD: { tone: 'good', icon: IconShieldCheckFilled },
  PASSED: { tone: 'good', icon: IconCircleCheckFilled },
};

/** A step's status as icon and word. */
export function StepStatusMark({ status, look }: { readonly status: LabStep['status']; readonly look?: 'pill' | 'plain' }) {
  const words = useWords(learnerWords).steps;
  const { tone, icon } = stepLooks[status];
  return (
    <StatusMark tone={tone} icon={icon} look={look ?? 'pill'}>
      {words.status[status]}
    </StatusMark>
  );
}
