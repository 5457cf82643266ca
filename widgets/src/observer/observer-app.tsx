import { IconUsers } from '@tabler/icons-react';
import { newest, useLive } from '../api/use-live.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { useViewer } from '../session/session-context.ts';
import { Empty } from '../shell/empty.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Loading } from '../shell/loading.tsx';
import { Notice } from '../shell/notice.tsx';
import { PageShell } from '../shell/page-shell.tsx';
import { Column } from '../staff/column.tsx';
import { observationChanges, observationQuery, type Observation } from './observation-document.ts';
import { ObservedCard } from './observed-card.tsx';
import classes from './observer.module.css';
import { observerWords } from './words/index.ts';

const noVariables = {};
const pickObservation = (data: { readonly observation: Observation }) => data.observation;
const renewObservation = (_before: Observation | null, data: { readonly observation: Observation }) => data.observation;

/** How far the learners are whom a parent or mentor accompanies, live. */
export function ObserverApp() {
  const viewer = useViewer();
  const { product } = useWords(sharedWords);
  return (
    <PageShell title={viewer.activityTitle ?? product}>
      <Column>
        <Observed />
      </Column>
    </PageShell>
  );
}

function Observed() {
  const words = useWords(observerWords);
  const { value, error, refresh } = useLive({ query: observationQuery, subscription: observationChanges, variables: noVariables, pick: pickObservation, gather: newest, renew: renewObservation });
  if (value === null) return error ? <ErrorNotice error={error} onTryAgain={refresh} /> : <Loading what={words.loading} />;
  const { learners, notYetHere } = value;
  if (learners.length === 0 && notYetHere === 0) {
    return (
      <Empty title={words.nobody} icon={IconUsers}>
        {words.nobodyText}
      </Empty>
    );
  }
  return (
    <div className={classes['page']}>
      {error && <ErrorNotice error={error} onTryAgain={refresh} />}
      <p className={classes['lead']}>{words.lead}</p>
      {learners.map((learner) => (
        <ObservedCard key={learner.id} learner={learner} />
      ))}
      {notYetHere > 0 && <Notice tone="quiet" title={words.notYetHere(notYetHere)} />}
    </div>
  );
}
