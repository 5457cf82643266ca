import { Checkbox } from '@mantine/core';
import { IconClock, IconStack2, IconTrophy } from '@tabler/icons-react';
import { useId } from 'react';
import { formatDuration } from '../../format/duration.ts';
import { TemplatePicture } from '../../learner/picture/template-picture.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Markdown } from '../../text/markdown.tsx';
import { instructorWords } from '../words/index.ts';
import type { PackToChoose } from './choose-document.ts';
import classes from './choose.module.css';

interface PackCardProps {
  readonly pack: PackToChoose;
  readonly chosen: boolean;
  /** Null where nothing can be chosen. */
  readonly onChoose: ((chosen: boolean) => void) | null;
}

/** A lab to choose: what learners build, how long it takes, what it is worth. */
export function PackCard({ pack, chosen, onChoose }: PackCardProps) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  const titleId = useId();
  return (
    <article className={`${classes['card']} ${chosen ? classes['chosen'] : ''}`} aria-labelledby={titleId}>
      <div className={classes['cardHead']}>
        {onChoose !== null && <Checkbox aria-labelledby={titleId} checked={chosen} onChange={(event) => onChoose(event.currentTarget.checked)} />}
        <div>
          <h2 id={titleId} className={classes['cardTitle']}>
            {text(pack.title)}
          </h2>
          <p className={classes['summary']}>{text(pack.summary)}</p>
        </div>
      </div>
      <PackFacts pack={pack} />
      <details className={classes['preview']}>
        <summary>{words.preview}</summary>
        <Markdown>{text(pack.introduction)}</Markdown>
        <TemplatePicture resources={pack.resources} />
      </details>
    </article>
  );
}

function PackFacts({ pack }: { readonly pack: PackToChoose }) {
  const words = useWords(instructorWords).choose;
  const shared = useWords(sharedWords);
  return (
    <ul className={classes['facts']}>
      <li>
        <IconTrophy size={16} aria-hidden="true" /> {words.points(pack.points)}
      </li>
      <li>
        <IconClock size={16} aria-hidden="true" /> {formatDuration(pack.usualMinutes * 60, shared)}
        <span className={classes['quiet']}>{words.limit(formatDuration(pack.limitMinutes * 60, shared))}</span>
      </li>
      <li>
        <IconStack2 size={16} aria-hidden="true" /> {words.steps(pack.resources.length)}
        <span className={classes['quiet']}>{pack.services.join(', ')}</span>
      </li>
      <li className={classes['quiet']}>{words.version(pack.version)}</li>
    </ul>
  );
}
