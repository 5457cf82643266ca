import { IconEye, IconTarget } from '@tabler/icons-react';
import { expectationInWords } from '../../messages/expectation.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import type { LabStep } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { difference, readable, type MarkedText } from './seen-and-expected.ts';
import classes from './near-miss.module.css';

interface NearMissProps {
  readonly explanation: NonNullable<LabStep['explanation']>;
  /** The call is one the step forbids, not one that came close. */
  readonly forbidden: boolean;
}

/** Why a step has not passed: the sentence, then what was seen and what is expected, set apart. */
export function NearMiss({ explanation, forbidden }: NearMissProps) {
  const words = useWords(learnerWords).steps;
  const text = useLocalized();
  const { eventName, errorCode, hint, path } = explanation;
  const lead = errorCode === null ? (forbidden ? words.forbidden(eventName) : words.nearMiss(eventName)) : words.failedCall(eventName, errorCode);
  return (
    <div className={`${classes['miss']} ${forbidden ? classes['bad'] : classes['warn']}`}>
      <p className={classes['said']}>
        <b>{lead}</b>
        {hint && text(hint)}
      </p>
      {path !== null && <SeenAndExpected explanation={explanation} />}
      {path !== null && <p className={classes['path']}>{path}</p>}
    </div>
  );
}

/** Beyond this many characters the two stand below each other. */
const longestBeside = 18;

function SeenAndExpected({ explanation }: Pick<NearMissProps, 'explanation'>) {
  const words = useWords(learnerWords).steps;
  const { expectation } = useWords(sharedWords);
  const [seen, expected] = [readable(explanation.seen), expectationInWords(explanation.expected, expectation)];
  const marked = seen !== null && expected !== null ? difference(seen, expected) : null;
  const long = Math.max(seen?.length ?? 0, expected?.length ?? 0) > longestBeside;
  return (
    <dl className={`${classes['pair']} ${long ? classes['stacked'] : ''}`}>
      <div className={`${classes['side']} ${classes['seen']}`}>
        <dt>
          <IconEye size={14} aria-hidden="true" />
          {words.seen}
        </dt>
        <dd>{marked ? <Marked parts={marked[0]} /> : (seen ?? words.nothing)}</dd>
      </div>
      <div className={`${classes['side']} ${classes['expected']}`}>
        <dt>
          <IconTarget size={14} aria-hidden="true" />
          {words.expected}
        </dt>
        <dd className={expected === null ? classes['secret'] : undefined}>{marked ? <Marked parts={marked[1]} /> : (expected ?? words.secret)}</dd>
      </div>
    </dl>
  );
}

/** A value with the part that differs set off. */
function Marked({ parts }: { readonly parts: MarkedText }) {
  const [before, changed, after] = parts;
  return (
    <>
      {before}
      <mark className={classes['changed']}>{changed}</mark>
      {after}
    </>
  );
}
