import { Button } from '@mantine/core';
import { IconClockHour4, IconCoins } from '@tabler/icons-react';
import { useNow } from '../../format/clock.ts';
import { formatDuration } from '../../format/duration.ts';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Notice } from '../../shell/notice.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { useWorkspace } from './workspace-context.ts';

/** What will happen soon if nothing is done, and what can be done. */
export function Warnings({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  return state.warnings.map((warning) =>
    warning.code === 'TIME_LOW' ? <TimeLow key="time" state={state} /> : <CreditLow key="credit" />,
  );
}

function TimeLow({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const words = useWords(learnerWords);
  const shared = useWords(sharedWords);
  const { acts, readOnly } = useLab();
  const now = useNow(30_000);
  const left = formatDuration((Date.parse(state.endsAt) - now) / 1000, shared);
  const extend = state.canExtend && !readOnly && (
    <Button size="compact-sm" loading={acts.busy.extend} onClick={() => void acts.extend(30)}>
      {words.bar.extend}
    </Button>
  );
  return (
    <Notice tone="warn" icon={IconClockHour4} title={words.warnings.TIME_LOW(left)} actions={<>{extend}<AskInstructor /></>}>
      {words.warnings.timeText}
    </Notice>
  );
}

function CreditLow() {
  const words = useWords(learnerWords);
  const shared = useWords(sharedWords);
  const { credit } = useLab().page;
  const left = formatDuration((credit.minutesLeft ?? 0) * 60, shared);
  return (
    <Notice tone="warn" icon={IconCoins} title={words.warnings.CREDIT_LOW} actions={<AskInstructor />}>
      {words.warnings.creditText(left)}
    </Notice>
  );
}

function AskInstructor() {
  const words = useWords(learnerWords);
  const { readOnly } = useLab();
  const { askForHelp } = useWorkspace();
  if (readOnly) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={askForHelp}>
      {words.warnings.ask}
    </Button>
  );
}
