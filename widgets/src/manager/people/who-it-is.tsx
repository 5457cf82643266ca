import { useWords } from '../../messages/language.ts';
import { managerWords } from '../words/index.ts';
import type { FoundPerson } from './people-document.ts';
import classes from './people.module.css';

/** The id that an LMS gives somebody; the same one may stand for two people in two LMSs. */
export function Subject({ person: { subject, platform } }: { readonly person: Pick<FoundPerson, 'subject' | 'platform'> }) {
  return (
    <span className={classes['subject']}>
      {subject}
      {platform !== null && <span className={classes['platform']}>{platform}</span>}
    </span>
  );
}

/** What tells somebody from others of the same name. */
export function WhoItIs({ person }: { readonly person: FoundPerson }) {
  const words = useWords(managerWords).people;
  return (
    <dl className={classes['who']}>
      <dt>{words.email}</dt>
      <dd>{person.email ?? '—'}</dd>
      <dt>{words.subject}</dt>
      <dd>
        <Subject person={person} />
      </dd>
      <dt>{words.courses}</dt>
      <dd>{person.courses.length === 0 ? '—' : person.courses.join(', ')}</dd>
    </dl>
  );
}
