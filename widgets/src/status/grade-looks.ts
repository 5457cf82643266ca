import { IconCloudUpload, IconSend, IconSendOff, type Icon } from '@tabler/icons-react';
import type { Tone } from './tone.ts';

export type GradeStatus = 'NONE' | 'WAITING' | 'SENDING' | 'SENT' | 'RETRYING' | 'REFUSED' | 'UNAVAILABLE';

/** How each state of a grade looks, on the learner's page and on the staff's. */
export const gradeLooks: Readonly<Record<GradeStatus, { readonly tone: Tone; readonly icon: Icon }>> = {
  NONE: { tone: 'quiet', icon: IconSend },
  WAITING: { tone: 'quiet', icon: IconCloudUpload },
  SENDING: { tone: 'busy', icon: IconCloudUpload },
  SENT: { tone: 'good', icon: IconSend },
  RETRYING: { tone: 'warn', icon: IconCloudUpload },
  REFUSED: { tone: 'bad', icon: IconSendOff },
  UNAVAILABLE: { tone: 'quiet', icon: IconSendOff },
};
