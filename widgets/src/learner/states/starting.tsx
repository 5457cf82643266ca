import { Button } from '@mantine/core';
import { useNow } from '../../format/clock.ts';
import { formatDuration } from '../../format/duration.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Notice } from '../../shell/notice.tsx';
import { ProgressBar } from '../../status/progress-bar.tsx';
import { Markdown } from '../../text/markdown.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { TemplatePicture } from '../picture/template-picture.tsx';
import { VideoPanel } from '../video/video-panel.tsx';
import { learnerWords } from '../words/index.ts';
import { ResourceList } from './resource-list.tsx';
import classes from './state-page.module.css';

type StartingProps = { readonly state: LabStateOf<'LabStarting'> };

/** From the click to a ready lab: the place in line while there is no account, then what AWS builds; and something to read meanwhile. */
export function Starting({ state }: StartingProps) {
  const words = useWords(learnerWords).starting;
  const text = useLocalized();
  const { page, acts, readOnly } = useLab();
  return (
    <div className={classes['page']}>
      {state.waiting === null ? <Building state={state} /> : <Waiting waiting={state.waiting} />}
      {!readOnly && (
        <div className={classes['start']}>
          <Button variant="default" disabled={acts.busy.end} onClick={() => void acts.end()}>
            {words.cancel}
          </Button>
        </div>
      )}
      <VideoPanel startAt={null} title={words.readAhead} />
      <section className={classes['card']} aria-label={words.readAhead}>
        <Markdown>{text(page.pack.introduction)}</Markdown>
      </section>
    </div>
  );
}

/** No account is free: how many are before, and for how long already. */
function Waiting({ waiting }: { readonly waiting: NonNullable<StartingProps['state']['waiting']> }) {
  const words = useWords(learnerWords).starting;
  const shared = useWords(sharedWords);
  const now = useNow();
  return (
    <div className={classes['head']}>
      <h2 className={classes['title']}>{words.waiting}</h2>
      <p className={classes['lead']}>{words.waitingText}</p>
      <Notice tone="busy" title={words.ahead(waiting.ahead)}>
        <span className="tabular">
          {words.elapsed} {formatDuration((now - Date.parse(waiting.since)) / 1000, shared)}
        </span>
      </Notice>
    </div>
  );
}

/** AWS builds: each resource as it comes, and how long it usually takes. */
function Building({ state }: StartingProps) {
  const words = useWords(learnerWords).starting;
  const shared = useWords(sharedWords);
  const { page } = useLab();
  return (
    <>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.title}</h2>
        <p className={classes['lead']}>{words.text(formatDuration(Math.ceil(state.usualSeconds / 60) * 60, shared))}</p>
      </div>
      <BuildProgress state={state} />
      <TemplatePicture resources={page.pack.resources} progress={state.resources} />
      <section className={classes['card']} aria-label={words.progress}>
        <ResourceList resources={state.resources} />
      </section>
    </>
  );
}

const lateAfter = 1.5;

function BuildProgress({ state }: StartingProps) {
  const words = useWords(learnerWords).starting;
  const shared = useWords(sharedWords);
  const now = useNow();
  const waited = (now - Date.parse(state.startedAt)) / 1000;
  const progress = shared.progress(state.done, state.total);
  return (
    <div>
      <div className={`tabular ${classes['progressLine']}`}>
        <span>
          {words.progress} <strong>{progress}</strong>
        </span>
        <span>
          {words.elapsed} {formatDuration(waited, shared)}
        </span>
      </div>
      <ProgressBar share={state.total === 0 ? 0 : state.done / state.total} label={words.progress} words={progress} />
      {waited > state.usualSeconds * lateAfter && <Notice tone="warn" title={words.longer} />}
    </div>
  );
}
