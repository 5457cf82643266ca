import { Remaining } from '../../format/instant.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatMoney, shareOf } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { ProgressBar } from '../../status/progress-bar.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { CliButton } from './cli-button.tsx';
import { ConsoleButton } from './console-button.tsx';
import { LabMenu } from './lab-menu.tsx';
import classes from './lab-bar.module.css';

/** The bar that stays: is the lab there, for how long, for how much, and the ways in. */
export function LabBar({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const words = useWords(learnerWords);
  const { readOnly } = useLab();
  const timeLow = state.warnings.some(({ code }) => code === 'TIME_LOW');
  return (
    <section className={classes['bar']} aria-label={words.bar.label}>
      <StatusMark tone="good">{words.states.LabReady}</StatusMark>
      <div className={classes['fact']}>
        <span className={classes['label']}>{words.bar.timeLeft}</span>
        <span className={`${classes['value']} ${timeLow ? classes['low'] : ''}`}>
          <Remaining until={state.endsAt} />
        </span>
      </div>
      <CreditLeft low={state.warnings.some(({ code }) => code === 'CREDIT_LOW')} />
      <div className={classes['actions']}>
        {!readOnly && <CliButton />}
        {!readOnly && <ConsoleButton className={classes['grow']} />}
        <LabMenu state={state} />
      </div>
    </section>
  );
}

function CreditLeft({ low }: { readonly low: boolean }) {
  const words = useWords(learnerWords).bar;
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const { credit } = useLab().page;
  const left = formatMoney(credit.available, language);
  const lasts = credit.minutesLeft === null ? null : words.atThisRate(formatDuration(credit.minutesLeft * 60, shared));
  return (
    <div className={classes['credit']} title={lasts ?? undefined}>
      <span className={`tabular ${classes['creditLine']}`}>
        <span className={low ? classes['low'] : undefined}>
          <span className="visually-hidden">{words.credit}: </span>
          {left}
        </span>
        {lasts !== null && <span className={classes['rate']}>{lasts}</span>}
      </span>
      <ProgressBar share={shareOf(credit.available, credit.granted)} tone={low ? 'warn' : 'busy'} label={words.credit} words={`${left} ${lasts ?? ''}`} />
    </div>
  );
}
