import { IconEye, IconTarget } from '@tabler/icons-react';
import { useLocalized, useWords } from '../../messages/language.tsx';
import type { LabStep } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
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

function SeenAndExpected({ explanation }: Pick<NearMissProps, 'explanation'>) {
  const words = useWords(learnerWords).steps;
  return (
    <dl className={classes['pair']}>
      <div className={`${classes['side']} ${classes['seen']}`}>
        <dt>
          <IconEye size={14} aria-hidden="true" />
          {words.seen}
        </dt>
        <dd>{readable(explanation.seen) ?? words.nothing}</dd>
      </div>
      <div className={`${classes['side']} ${classes['expected']}`}>
        <dt>
          <IconTarget size={14} aria-hidden="true" />
          {words.expected}
        </dt>
        <dd className={explanation.expected === null ? classes['secret'] : undefined}>{readable(explanation.expected) ?? words.secret}</dd>
      </div>
    </dl>
  );
}

/** JSON as a person reads it: text without quotes, a list one under the other, the rest indented. */
export function readable(json: string | null): string | null {
  if (json === null) return null;
  const value = parsed(json);
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');
  return JSON.stringify(value, null, 2);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
