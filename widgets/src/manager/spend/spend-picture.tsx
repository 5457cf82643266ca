import { useNow } from '../../format/clock.ts';
import { formatMoney } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { managerWords } from '../words/index.ts';
import { runningTotal, type DayTotal } from './running-total.ts';
import type { Spend } from './spend-document.ts';
import classes from './spend.module.css';

const hourMs = 3_600_000;
const height = 100;

/** The month as a running total by day, with the budget as a line and the forecast leading to the month's end. */
export function SpendPicture({ spend }: { readonly spend: Spend }) {
  const words = useWords(managerWords).spend;
  const { language } = useLanguage();
  const now = useNow(hourMs);
  const days = runningTotal(spend, new Date(now + hourMs).toISOString().slice(0, 10));
  const [budget, forecast] = [spend.budget === null ? null : Number(spend.budget.amount), Number(spend.forecast.amount)];
  const top = Math.max(1, forecast, budget ?? 0, ...days.map(({ total }) => total ?? 0)) * 1.06;
  const y = (amount: number) => height - (amount / top) * height;
  return (
    <figure className={classes['figure']}>
      <div className={classes['chart']}>
        <svg className={classes['svg']} viewBox={`0 0 ${days.length} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {days.map((day, at) => (
            <Bar key={day.day} day={day} at={at} y={y} />
          ))}
          <ForecastLine days={days} forecast={forecast} y={y} />
          {budget !== null && <line className={classes['budget']} x1="0" x2={days.length} y1={y(budget)} y2={y(budget)} />}
        </svg>
        {spend.budget !== null && budget !== null && (
          <span className={`tabular ${classes['budgetLabel']}`} style={{ top: `${y(budget)}%` }}>
            {words.legendBudget} {formatMoney(spend.budget, language)}
          </span>
        )}
      </div>
      <Axis days={days} />
      <figcaption className={classes['caption']}>
        <Legend hasBudget={budget !== null} />
        <span className="visually-hidden">
          {words.picture}. {words.pictureSaid(formatMoney(spend.total, language), formatMoney(spend.forecast, language))}
        </span>
      </figcaption>
    </figure>
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
          <span className={classes[key]} aria-hidden="true" /> {label}
        </li>
      ))}
    </ul>
  );
}
