import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useErrorSentence } from '../../shell/error-notice.tsx';
import { formatDuration } from '../../format/duration.ts';
import { Instant } from '../../format/instant.tsx';
import { formatMoney } from '../../format/money-format.ts';
import { useLanguage, useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Notice } from '../../shell/notice.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { TemplatePicture } from '../picture/template-picture.tsx';
import { VideoPanel } from '../video/video-panel.tsx';
import { learnerWords } from '../words/index.ts';
import classes from './state-page.module.css';

/** Before the start: what will be built, what it needs, the video, one button. */
export function BeforeStart({ state }: { readonly state: LabStateOf<'LabNotStarted'> }) {
  const words = useWords(learnerWords).before;
  const text = useLocalized();
  const { page } = useLab();
  return (
    <div className={classes['page']}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{text(page.pack.title)}</h2>
        <p className={classes['lead']}>{text(page.pack.summary)}</p>
      </div>
      {state.blockedBy !== null && <Blocked code={state.blockedBy} />}
      <StartLine blocked={state.blockedBy !== null} />
      <section className={classes['card']} aria-label={words.build}>
        <h3 className={classes['cardTitle']}>{words.build}</h3>
        <TemplatePicture resources={page.pack.resources} />
      </section>
      <div className={classes['two']}>
        <section className={classes['card']} aria-label={words.steps}>
          <h3 className={classes['cardTitle']}>{words.steps}</h3>
          <StepTitles />
        </section>
        <section className={classes['card']} aria-label={words.needs}>
          <h3 className={classes['cardTitle']}>{words.needs}</h3>
          <Needs state={state} />
        </section>
      </div>
      <VideoPanel startAt={null} title={words.watchFirst} />
    </div>
  );
}

function StartLine({ blocked }: { readonly blocked: boolean }) {
  const words = useWords(learnerWords).before;
  const { acts, readOnly } = useLab();
  if (readOnly) return null;
  return (
    <div className={classes['start']}>
      <Button
        size="md"
        leftSection={<IconPlayerPlayFilled size={18} aria-hidden="true" />}
        disabled={blocked || acts.busy.start}
        onClick={() => void acts.start()}
      >
        {acts.busy.start ? words.starting : words.start}
      </Button>
      <p className={classes['note']}>{words.startNote}</p>
    </div>
  );
}

function Blocked({ code }: { readonly code: string }) {
  const words = useWords(learnerWords).before;
  const sentence = useErrorSentence({ code, correlationId: null, message: code });
  return (
    <Notice tone="warn" title={words.blocked} detail={<code>{code}</code>}>
      {sentence}
    </Notice>
  );
}

function StepTitles() {
  const words = useWords(learnerWords);
  const text = useLocalized();
  const { steps } = useLab().page;
  return (
    <ol className={classes['steps']}>
      {steps.map((step) => (
        <li key={step.id}>
          <span>{text(step.title)}</span>
          <span className={`tabular ${classes['points']}`}>{words.points(step.points)}</span>
        </li>
      ))}
    </ol>
  );
}

function Needs({ state }: { readonly state: LabStateOf<'LabNotStarted'> }) {
  const words = useWords(learnerWords).before;
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const { pack, credit, dueAt } = useLab().page;
  return (
    <dl className={classes['facts']}>
      {dueAt !== null && (
        <div>
          <dt>{words.due}</dt>
          <dd>
            <Instant at={dueAt} />
            <small>{words.dueNote}</small>
          </dd>
        </div>
      )}
      <div>
        <dt>{words.time}</dt>
        <dd>
          {formatDuration(pack.usualMinutes * 60, shared)}
          <small>{words.limit(formatDuration(pack.limitMinutes * 60, shared))}</small>
        </dd>
      </div>
      <div>
        <dt>{words.hold}</dt>
        <dd className="tabular">
          {formatMoney(state.needs, language)}
          <small>
            {words.available(formatMoney(credit.available, language))} · {words.holdWhy(formatMoney(credit.hourlyRate, language))}
          </small>
        </dd>
      </div>
      <div>
        <dt>
          {words.region} · {words.services}
        </dt>
        <dd>
          {pack.regions.join(', ')}
          <small>{pack.services.join(', ')}</small>
        </dd>
      </div>
    </dl>
  );
}
