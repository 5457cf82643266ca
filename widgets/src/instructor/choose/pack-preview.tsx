import { formatDuration } from '../../format/duration.ts';
import { TemplatePicture } from '../../learner/picture/template-picture.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Sheet } from '../../staff/sheet.tsx';
import { Markdown } from '../../text/markdown.tsx';
import { instructorWords } from '../words/index.ts';
import type { PackStep, PackToChoose } from './choose-document.ts';
import classes from './choose.module.css';

/** A lab as its learners will see it: the introduction, what is built, what it needs, and each step with its guide. */
export function PackPreview({ pack, onClose }: { readonly pack: PackToChoose | null; readonly onClose: () => void }) {
  const text = useLocalized();
  return (
    <Sheet opened={pack !== null} title={pack === null ? '' : text(pack.title)} onClose={onClose}>
      {pack !== null && <Preview pack={pack} />}
    </Sheet>
  );
}

function Preview({ pack }: { readonly pack: PackToChoose }) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  return (
    <>
      <section className={classes['part']} aria-label={words.learnerSees}>
        <Markdown>{text(pack.introduction)}</Markdown>
        <TemplatePicture resources={pack.resources} />
      </section>
      <section className={classes['part']}>
        <h3 className={classes['partTitle']}>{words.needs}</h3>
        <Needs pack={pack} />
      </section>
      <section className={classes['part']}>
        <h3 className={classes['partTitle']}>{words.stepsLabel}</h3>
        <ol className={classes['previewSteps']}>
          {pack.steps.map((step) => (
            <StepPreview key={step.id} step={step} />
          ))}
        </ol>
      </section>
      <p className={classes['quiet']}>{words.version(pack.version)}</p>
    </>
  );
}

function Needs({ pack }: { readonly pack: PackToChoose }) {
  const words = useWords(instructorWords).choose;
  const shared = useWords(sharedWords);
  const time = `${formatDuration(pack.usualMinutes * 60, shared)} · ${words.limit(formatDuration(pack.limitMinutes * 60, shared))}`;
  const rows = [
    [words.time, pack.videoMinutes === null ? time : `${time} · ${words.video(pack.videoMinutes)}`],
    [words.region, pack.regions.join(', ')],
    [words.services, pack.services.join(', ')],
  ] as const;
  return (
    <dl className={classes['needs']}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function StepPreview({ step }: { readonly step: PackStep }) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  return (
    <li>
      <details className={classes['stepPreview']}>
        <summary>
          <span>{text(step.title)}</span>
          <span className={classes['quiet']}>
            {words.points(step.points)}
            {step.hints > 0 && ` · ${words.hints(step.hints)}`}
          </span>
        </summary>
        <Markdown>{text(step.guide)}</Markdown>
      </details>
    </li>
  );
}
