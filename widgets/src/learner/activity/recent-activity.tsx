import { Button } from '@mantine/core';
import { IconCircleX, IconPointFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { Ago } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import type { ActivityEntry } from '../lab-document.ts';
import { Panel } from '../panel.tsx';
import { learnerWords } from '../words/index.ts';
import classes from './recent-activity.module.css';

const shortList = 5;

/** The learner's own calls, newest first: the proof that the page sees what was done. */
export function RecentActivity() {
  const words = useWords(learnerWords).activity;
  const { recentActivity } = useLab().page;
  const [all, setAll] = useState(false);
  const shown = all ? recentActivity : recentActivity.slice(0, shortList);
  const hidden = recentActivity.length - shown.length;
  return (
    <Panel title={words.title}>
      {shown.length === 0 && <p className={classes['empty']}>{words.empty}</p>}
      <ul className={classes['list']}>
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {words.more(hidden)}
        </Button>
      )}
    </Panel>
  );
}

function Entry({ entry }: { readonly entry: ActivityEntry }) {
  const words = useWords(learnerWords).activity;
  const refused = entry.errorCode !== null;
  const Picture = refused ? IconCircleX : IconPointFilled;
  return (
    <li className={`${classes['entry']} ${refused ? classes['refused'] : ''}`} title={entry.via}>
      <span className={classes['dot']}>
        <Picture size={14} aria-hidden="true" />
      </span>
      <span>
        <span className={classes['name']}>{entry.eventName}</span>{' '}
        <span className={classes['quiet']}>
          {entry.eventSource.replace('.amazonaws.com', '')} · {entry.region}
        </span>
      </span>
      <span className={classes['quiet']}>
        <Ago at={entry.at} />
      </span>
      {refused && (
        <span className={classes['error']}>
          {words.refused}: {entry.errorCode}. {entry.errorMessage}
        </span>
      )}
    </li>
  );
}
