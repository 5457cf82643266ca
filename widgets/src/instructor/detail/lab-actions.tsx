import { Button } from '@mantine/core';
import { IconClockPlus, IconEye, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../messages/language.ts';
import { pagePath } from '../../session/session.ts';
import { useSession } from '../../session/session-context.ts';
import { goTo } from '../../staff/address.ts';
import { Confirm } from '../../staff/confirm.tsx';
import type { BoardRow } from '../board/board-document.ts';
import type { BoardActs } from '../board/use-board.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';
import type { DetailLab } from './detail-document.ts';

interface LabActionsProps {
  readonly row: BoardRow;
  readonly state: DetailLab['state'];
  readonly acts: BoardActs;
}

const extensions = [15, 30] as const;

/** What can be done with the learner's lab. */
export function LabActions({ row, state, acts }: LabActionsProps) {
  const words = useWords(instructorWords).detail;
  const session = useSession();
  const learnerId = row.learner.id;
  const running = state.kind === 'LabReady' || state.kind === 'LabStarting';
  return (
    <div className={classes['actions']}>
      <Button
        size="compact-md"
        fz="sm"
        variant="default"
        leftSection={<IconEye size={16} aria-hidden="true" />}
        onClick={() => goTo(`${pagePath(session, 'class')}?learner=${encodeURIComponent(learnerId)}`)}
      >
        {words.viewAs}
      </Button>
      {state.kind === 'LabReady' &&
        state.canExtend &&
        extensions.map((minutes) => (
          <Button key={minutes} size="compact-md" fz="sm" variant="default" leftSection={<IconClockPlus size={16} aria-hidden="true" />} disabled={acts.busy.extend} onClick={() => void acts.extend(learnerId, minutes)}>
            {acts.busy.extend ? words.extending : words.extend(minutes)}
          </Button>
        ))}
      {running && <EndLab learnerId={learnerId} acts={acts} />}
    </div>
  );
}

function EndLab({ learnerId, acts }: { readonly learnerId: string; readonly acts: BoardActs }) {
  const words = useWords(instructorWords).detail;
  const [asking, setAsking] = useState(false);
  const end = async () => {
    if (await acts.end(learnerId)) setAsking(false);
  };
  return (
    <>
      <Button size="compact-md" fz="sm" variant="default" leftSection={<IconPlayerStop size={16} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {words.end}
      </Button>
      <Confirm opened={asking} title={words.endTitle} confirm={words.end} doing={words.ending} destroys busy={acts.busy.end} error={acts.error} onConfirm={() => void end()} onClose={() => setAsking(false)}>
        <p>{words.endText}</p>
      </Confirm>
    </>
  );
}
