import { IconArrowLeft } from '@tabler/icons-react';
import { LabPageView } from '../learner/lab-page-view.tsx';
import { useWords } from '../messages/language.ts';
import { pagePath } from '../session/session.ts';
import { useSession } from '../session/session-context.ts';
import { goTo } from '../staff/address.ts';
import classes from './learner-view.module.css';
import { instructorWords } from './words/index.ts';

/** The learner's page as the learner sees it, without the means to act, and the way back. */
export function LearnerView({ learnerId }: { readonly learnerId: string }) {
  const words = useWords(instructorWords).detail;
  const board = pagePath(useSession(), 'class');
  return (
    <>
      <div className={classes['bar']}>
        <a
          href={board}
          className={classes['back']}
          onClick={(event) => {
            event.preventDefault();
            goTo(board);
          }}
        >
          <IconArrowLeft size={16} aria-hidden="true" /> {words.back}
        </a>
      </div>
      <LabPageView learnerId={learnerId} />
    </>
  );
}
