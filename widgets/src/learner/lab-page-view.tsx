import { useMemo } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { newest, useLive } from '../api/use-live.ts';
import { useLocalized, useWords } from '../messages/language.ts';
import { useViewer } from '../session/session-context.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { FloatingNotice } from '../shell/floating-notice.tsx';
import { Loading } from '../shell/loading.tsx';
import { Notice } from '../shell/notice.tsx';
import { PageShell } from '../shell/page-shell.tsx';
import { LabBar } from './bar/lab-bar.tsx';
import { LabContext, useLab } from './lab-context.ts';
import { labPageChanges, labPageQuery, type LabChanged, type LabPage } from './lab-document.ts';
import classes from './lab-page-view.module.css';
import { renewedPage } from './renewed-page.ts';
import { BeforeStart } from './states/before-start.tsx';
import { Ended } from './states/ended.tsx';
import { Ending } from './states/ending.tsx';
import { Failed } from './states/failed.tsx';
import { Starting } from './states/starting.tsx';
import { isolated } from '../text/isolated.ts';
import { useLabActs } from './use-lab-acts.ts';
import { learnerWords } from './words/index.ts';
import { Workspace } from './workspace/workspace.tsx';

interface LabPageViewProps {
  /** Null for the viewer's own lab; an instructor names a learner of the course and looks on. */
  readonly learnerId: string | null;
}

const pickPage = (data: { readonly labPage: LabPage }) => data.labPage;
const renewPage = (page: LabPage | null, data: { readonly labPage: LabChanged }) => page && renewedPage(page, data.labPage);

/** The lab page, in whatever state the lab is; its frame stays from the loading on, and the keyboard in it. */
export function LabPageView({ learnerId }: LabPageViewProps) {
  const words = useWords(learnerWords);
  const text = useLocalized();
  const viewer = useViewer();
  const readOnly = learnerId !== null;
  const variables = useMemo(() => ({ learnerId }), [learnerId]);
  const { value: page, error, put, refresh } = useLive({ query: labPageQuery, subscription: labPageChanges, variables, pick: pickPage, gather: newest, renew: renewPage });
  const acts = useLabActs(put);
  const lab = useMemo(() => page && { page, acts, readOnly }, [page, acts, readOnly]);
  const title = viewer.activityTitle ?? (page ? text(page.pack.title) : words.bar.label);
  return (
    <LabContext value={lab}>
      <PageShell title={title} bar={page?.state.kind === 'LabReady' ? <LabBar state={page.state} /> : undefined}>
        {page ? (
          <>
            <AboveState problem={error?.code === 'NETWORK' ? null : error} onTryAgain={refresh} />
            <StateView />
          </>
        ) : (
          <div className={classes['column']}>{error ? <ErrorNotice error={error} onTryAgain={refresh} /> : <Loading what={words.loading} />}</div>
        )}
      </PageShell>
    </LabContext>
  );
}

interface AboveStateProps {
  /** Why the page is not renewed; a broken network is told by the shell. */
  readonly problem: ApiError | null;
  readonly onTryAgain: () => void;
}

/** What stands above every state: who is looked at, and why the page is old; and what was just done and failed. */
function AboveState({ problem, onTryAgain }: AboveStateProps) {
  const words = useWords(learnerWords);
  const { page, acts, readOnly } = useLab();
  const ungraded = useViewer().anonymous && !readOnly;
  return (
    <>
      {(readOnly || problem || ungraded) && (
        <div className={classes['column']}>
          {ungraded && (
            <Notice tone="warn" title={words.anonymous.title}>
              {words.anonymous.text}
            </Notice>
          )}
          {readOnly && <Notice tone="busy" title={words.viewingAs(isolated(page.learner.name ?? words.learner))} />}
          {problem && <ErrorNotice error={problem} onTryAgain={onTryAgain} />}
        </div>
      )}
      {acts.error && (
        <FloatingNotice>
          <ErrorNotice error={acts.error} onDismiss={acts.forgetError} />
        </FloatingNotice>
      )}
    </>
  );
}

function StateView() {
  const { state } = useLab().page;
  switch (state.kind) {
    case 'LabNotStarted':
      return <BeforeStart state={state} />;
    case 'LabStarting':
      return <Starting state={state} />;
    case 'LabReady':
      return <Workspace state={state} />;
    case 'LabEnding':
      return <Ending state={state} />;
    case 'LabEnded':
      return <Ended state={state} />;
    case 'LabFailed':
      return <Failed state={state} />;
  }
}
