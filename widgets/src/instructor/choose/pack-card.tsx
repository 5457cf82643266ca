import { Button } from '@mantine/core';
import { IconCheck, IconClock, IconListCheck, IconTrophy } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { formatDuration } from '../../format/duration.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { instructorWords } from '../words/index.ts';
import type { Choice } from './choice.ts';
import { ChoiceLine } from './choice-line.tsx';
import type { PackToChoose } from './choose-document.ts';
import classes from './choose.module.css';

interface PackCardProps {
  readonly pack: PackToChoose;
  /** How it is set, when it was chosen. */
  readonly choice: Choice | null;
  /** Said above a chosen lab. */
  readonly mark: string | null;
  readonly onPreview: () => void;
  /** What can be done with it here. */
  readonly actions: ReactNode;
}

/** A lab to choose: what learners do, how long it takes, what it is worth, and how it is set when it was chosen. */
export function PackCard({ pack, choice, mark, onPreview, actions }: PackCardProps) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  const titleId = useId();
  return (
    <article className={`${classes['card']} ${choice === null ? '' : classes['chosen']}`} aria-labelledby={titleId}>
      <div>
        {mark !== null && (
          <p className={classes['mark']}>
            <IconCheck size={14} aria-hidden="true" /> {mark}
          </p>
        )}
        <h3 id={titleId} className={classes['cardTitle']}>
          {text(pack.title)}
        </h3>
        <p className={classes['summary']}>{text(pack.summary)}</p>
      </div>
      {choice === null ? <PackFacts pack={pack} /> : <ChoiceLine choice={choice} />}
      <div className={classes['cardActions']}>
        {actions}
        <Button variant="subtle" size="compact-md" fz="sm" aria-label={words.previewFor(text(pack.title))} onClick={onPreview}>
          {words.preview}
        </Button>
      </div>
    </article>
  );
}

function PackFacts({ pack }: { readonly pack: PackToChoose }) {
  const words = useWords(instructorWords).choose;
  const shared = useWords(sharedWords);
  return (
    <ul className={classes['facts']}>
      <li>
        <IconListCheck size={16} aria-hidden="true" /> {words.steps(pack.steps.length)}
        <span className={classes['quiet']}>{pack.services.join(', ')}</span>
      </li>
      <li>
        <IconTrophy size={16} aria-hidden="true" /> {words.points(pack.points)}
      </li>
      <li>
        <IconClock size={16} aria-hidden="true" /> {formatDuration(pack.usualMinutes * 60, shared)}
        <span className={classes['quiet']}>{words.limit(formatDuration(pack.limitMinutes * 60, shared))}</span>
      </li>
    </ul>
  );
}
