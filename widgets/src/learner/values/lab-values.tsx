import { useWords } from '../../messages/language.ts';
import { CopyableId } from '../../text/copyable-id.tsx';
import type { LabStateOf } from '../lab-document.ts';
import { Panel } from '../panel.tsx';
import { learnerWords } from '../words/index.ts';
import classes from './lab-values.module.css';

/** What the guide refers to and the learner types: account, Region and the outputs of the stack, ready to copy. */
export function LabValues({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const words = useWords(learnerWords).bar;
  const values = [{ name: words.account, value: state.accountId }, { name: words.region, value: state.region }, ...state.outputs];
  return (
    <Panel title={words.values}>
      <dl className={classes['values']}>
        {values.map(({ name, value }) => (
          <div key={name} className={classes['row']}>
            <dt>{name}</dt>
            <dd>
              <CopyableId value={value} what={name} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
