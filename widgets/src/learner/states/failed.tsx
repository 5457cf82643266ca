import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Instant } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { CopyableId } from '../../text/copyable-id.tsx';
import { HelpPanel } from '../help/help-panel.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import classes from './state-page.module.css';

/** The start failed: what, why, what was done about it, and another try. */
export function Failed({ state }: { readonly state: LabStateOf<'LabFailed'> }) {
  const words = useWords(learnerWords).failed;
  const shared = useWords(sharedWords);
  const { acts, readOnly } = useLab();
  return (
    <div className={`${classes['page']} ${classes['narrow']}`}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.title}</h2>
        <p className={classes['lead']}>
          {words.done} {!state.canTryAgain && words.noMore}
        </p>
      </div>
      <section className={classes['card']}>
        <dl className={classes['facts']}>
          <div>
            <dt>{words.what}</dt>
            <dd>{state.what}</dd>
          </div>
          <div>
            <dt>{words.why}</dt>
            <dd className={classes['why']}>{state.why}</dd>
          </div>
          <div>
            <dt>
              {shared.correlationId} · <Instant at={state.failedAt} />
            </dt>
            <dd>
              <CopyableId value={state.correlationId} what={shared.correlationId} />
            </dd>
          </div>
        </dl>
      </section>
      {state.canTryAgain && !readOnly && (
        <div className={classes['start']}>
          <Button leftSection={<IconRefresh size={16} aria-hidden="true" />} disabled={acts.busy.start} onClick={() => void acts.start()}>
            {words.again}
          </Button>
        </div>
      )}
      <HelpPanel />
    </div>
  );
}
