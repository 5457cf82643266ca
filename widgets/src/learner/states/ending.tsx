import { useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { GradeLine } from '../grade/grade-line.tsx';
import { learnerWords } from '../words/index.ts';
import { ResourceList } from './resource-list.tsx';
import classes from './state-page.module.css';

/** While the account is emptied: why it ends, what is kept, what goes. */
export function Ending({ state }: { readonly state: LabStateOf<'LabEnding'> }) {
  const words = useWords(learnerWords);
  const { grade } = useLab().page;
  return (
    <div className={`${classes['page']} ${classes['narrow']}`}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.ending.title}</h2>
        <p className={classes['lead']}>
          {words.ended.title[state.reason]}. {words.ending.text}
        </p>
      </div>
      <section className={classes['card']}>
        <ResourceList resources={state.resources} />
        <GradeLine grade={grade} />
      </section>
    </div>
  );
}
