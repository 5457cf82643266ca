import { useLocalized, useWords } from '../../messages/language.ts';
import { Markdown } from '../../text/markdown.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStep } from '../lab-document.ts';
import { StepStatusMark } from '../steps/step-status.tsx';
import { learnerWords } from '../words/index.ts';
import { guideAnchor, useWorkspace } from '../workspace/workspace-context.ts';
import classes from './guide.module.css';
import { withoutTitle } from './without-title.ts';

/** The author's text: the introduction, then a part for each step, with its state beside the heading. */
export function Guide() {
  const text = useLocalized();
  const words = useWords(learnerWords);
  const { page } = useLab();
  return (
    <article className={classes['guide']} aria-label={words.guide.title}>
      <div className={classes['column']}>
        <div>
          <h2 className={classes['title']}>{text(page.pack.title)}</h2>
          <Markdown>{withoutTitle(text(page.pack.introduction))}</Markdown>
        </div>
        {page.steps.map((step, at) => (
          <GuidePart key={step.id} step={step} number={at + 1} />
        ))}
      </div>
    </article>
  );
}

function GuidePart({ step, number }: { readonly step: LabStep; readonly number: number }) {
  const text = useLocalized();
  const words = useWords(learnerWords).steps;
  const { showStep } = useWorkspace();
  return (
    <section id={guideAnchor(step.id)} className={classes['part']} tabIndex={-1}>
      <h3 className={classes['heading']}>
        <span className={classes['number']}>{number}</span>
        {text(step.title)}
      </h3>
      <div className={classes['meta']}>
        <StepStatusMark status={step.status} />
        <button type="button" className={classes['toStep']} onClick={() => showStep(step.id)}>
          {words.toStep}
          <span className="visually-hidden"> {number}</span>
        </button>
      </div>
      <Markdown>{withoutTitle(text(step.guide))}</Markdown>
    </section>
  );
}
