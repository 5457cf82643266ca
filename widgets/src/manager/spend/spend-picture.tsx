import { useNow } from '../../format/clock.ts';
import { formatMoney, formatMoneyShort, type MoneyValue } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { managerWords } from '../words/index.ts';
import { pictureScale, type PictureScale } from './picture-scale.ts';
import { runningTotal, type DayTotal } from './running-total.ts';
import type { Spend } from './spend-document.ts';
import classes from './spend.module.css';

const hourMs = 3_600_000;
const height = 100;

/** The month as a running total by day, with the budget as a line and the forecast leading to the month's end. */
export function SpendPicture({ spend }: { readonly spend: Spend }) {
  const now = useNow(hourMs);
  const days = runningTotal(spend, new Date(now + hourMs).toISOString().slice(0, 10));
  const [budget, forecast] = [spend.budget === null ? null : Number(spend.budget.amount), Number(spend.forecast.amount)];
  const scale = pictureScale({ total: Math.max(0, ...days.map(({ total }) => total ?? 0)), forecast, budget });
  const y = (amount: number) => height - (amount / scale.top) * height;
  return (
    <figure className={classes['figure']}>
      <div className={classes['chart']}>
        <svg className={classes['svg']} viewBox={`0 0 ${days.length} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {scale.lines.map((amount) => (
            <line key={amount} className={classes['line']} x1="0" x2={days.length} y1={y(amount)} y2={y(amount)} />
          ))}
          {days.map((day, at) => (
            <Bar key={day.day} day={day} at={at} y={y} />
          ))}
          <ForecastLine days={days} forecast={forecast} y={y} />
          {budget !== null && scale.budget === 'drawn' && <line className={classes['budget']} x1="0" x2={days.length} y1={y(budget)} y2={y(budget)} />}
        </svg>
        <Amounts scale={scale} currency={spend.total.currency} y={y} />
        {spend.budget !== null && scale.budget === 'drawn' && <BudgetLabel budget={spend.budget} y={y} />}
      </div>
      <Axis days={days} />
      <Caption spend={spend} scale={scale} />
    </figure>
  );
}

interface AmountsProps {
  readonly scale: PictureScale;
  readonly currency: MoneyValue['currency'];
  readonly y: (amount: number) => number;
}

/** What the heights stand for. */
function Amounts({ scale, currency, y }: AmountsProps) {
  const { language } = useLanguage();
  return (
    <div className={`tabular ${classes['amounts']}`} aria-hidden="true">
      {[0, ...scale.lines].map((amount) => (
        <span key={amount} style={{ top: `${y(amount)}%` }}>
          {formatMoneyShort({ amount: String(amount), currency }, language)}
        </span>
      ))}
    </div>
  );
}

function BudgetLabel({ budget, y }: { readonly budget: MoneyValue; readonly y: AmountsProps['y'] }) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  return (
    <span className={`tabular ${classes['budgetLabel']}`} style={{ top: `${y(Number(budget.amount))}%` }}>
      {words.legendBudget} {formatMoney(budget, language)}
    </span>
  );
}

function Caption({ spend, scale }: { readonly spend: Spend; readonly scale: PictureScale }) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  return (
    <figcaption className={classes['caption']}>
      {spend.budget !== null && scale.budget === 'above' && <p className={classes['above']}>{words.budgetAbove(formatMoney(spend.budget, language))}</p>}
      <Legend hasBudget={scale.budget === 'drawn'} />
      <span className="visually-hidden">
        {words.picture}. {words.pictureSaid(formatMoney(spend.total, language), formatMoney(spend.forecast, language))}
      </span>
    </figcaption>
  );
}

interface BarProps {
  readonly day: DayTotal;
  readonly at: number;
  readonly y: (amount: number) => number;
}

function Bar({ day: { cost, total }, at, y }: BarProps) {
  if (total === null) return null;
  const before = total - cost;
  return (
    <>
      <rect className={classes['before']} x={at + 0.12} width="0.76" y={y(before)} height={height - y(before)} />
      <rect className={classes['day']} x={at + 0.12} width="0.76" y={y(total)} height={y(before) - y(total)} />
    </>
  );
}

function ForecastLine({ days, forecast, y }: { readonly days: readonly DayTotal[]; readonly forecast: number; readonly y: BarProps['y'] }) {
  const last = days.findLastIndex(({ total }) => total !== null);
  if (last === -1 || last === days.length - 1) return null;
  return <line className={classes['forecast']} x1={last + 1} y1={y(days[last]?.total ?? 0)} x2={days.length} y2={y(forecast)} />;
}

const labelledDays = 5;

function Axis({ days }: { readonly days: readonly DayTotal[] }) {
  const marked = Array.from({ length: labelledDays }, (_, at) => days[Math.round((at * (days.length - 1)) / (labelledDays - 1))]);
  return (
    <div className={`tabular ${classes['axis']}`} aria-hidden="true">
      {marked.map((day) => day && <span key={day.day}>{day.day.slice(5).replace('-', '/')}</span>)}
    </div>
  );
}

function Legend({ hasBudget }: { readonly hasBudget: boolean }) {
  const words = useWords(managerWords).spend;
  const entries = [
    ['keyDay', words.legendDay],
    ['keyBefore', words.legendBefore],
    ['keyForecast', words.legendForecast],
    ...(hasBudget ? [['keyBudget', words.legendBudget] as const] : []),
  ] as const;
  return (
    <ul className={classes['legend']}>
      {entries.map(([key, label]) => (
        <li key={key}>
          <span className={classes[key]} data-drawn aria-hidden="true" /> {label}
        </li>
      ))}
    </ul>
  );
}
