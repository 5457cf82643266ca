import { IconCircleDashed } from '@tabler/icons-react';
import { useLocalized, useWords } from '../../messages/language.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import type { LabResource } from '../lab-document.ts';
import { ResourceIcon, shortType } from '../picture/resource-icon.ts';
import { learnerWords } from '../words/index.ts';
import classes from './state-page.module.css';

const tones: Readonly<Record<LabResource['status'], Tone>> = {
  WAITING: 'quiet',
  CREATING: 'busy',
  READY: 'good',
  FAILED: 'bad',
  DELETING: 'busy',
  DELETED: 'quiet',
};

/** The resources of the environment, each with what it is for and how far it is. */
export function ResourceList({ resources }: { readonly resources: readonly LabResource[] }) {
  return (
    <ul className={classes['resources']}>
      {resources.map((resource) => (
        <Resource key={resource.logicalId} resource={resource} />
      ))}
    </ul>
  );
}

function Resource({ resource }: { readonly resource: LabResource }) {
  const words = useWords(learnerWords).resource;
  const text = useLocalized();
  const tone = tones[resource.status];
  const look = { good: classes['ready'], busy: classes['creating'], quiet: classes['waiting'], warn: '', bad: '' }[tone];
  return (
    <li className={`${classes['resource']} ${look}`}>
      <span className={classes['icon']}>
        <ResourceIcon type={resource.type} size={18} stroke={1.8} />
      </span>
      <span>
        <span className={classes['name']}>{resource.logicalId}</span>{' '}
        <span className={classes['purpose']}>{shortType(resource.type)}</span>
        <br />
        <span className={classes['purpose']}>{text(resource.purpose)}</span>
      </span>
      <StatusMark tone={tone} look="plain" {...(tone === 'quiet' ? { icon: IconCircleDashed } : {})}>
        {words[resource.status]}
      </StatusMark>
      {resource.reason !== null && <span className={classes['reason']}>{resource.reason}</span>}
    </li>
  );
}
