import { IconCalendarTime, IconCircleCheckFilled, IconHistory, type Icon } from '@tabler/icons-react';
import { formatDuration } from '../../format/duration.ts';
import { Instant } from '../../format/instant.tsx';
import { formatMoney } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { groupsBy } from '../../staff/groups.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import type { Price } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { hourPrice, hourSeconds } from './hour-price.ts';
import classes from './prices.module.css';

const looks: Readonly<Record<Price['status'], { readonly tone: Tone; readonly icon: Icon }>> = {
  PAST: { tone: 'quiet', icon: IconHistory },
  IN_FORCE: { tone: 'good', icon: IconCircleCheckFilled },
  PLANNED: { tone: 'busy', icon: IconCalendarTime },
};

/** The prices of a product in the order they apply, one line of them for each currency. */
export function PriceTimeline({ prices }: { readonly prices: readonly Price[] }) {
  const words = useWords(salesWords).prices;
  const ordered = prices.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return [...groupsBy(ordered, ({ amount }) => amount.currency)].map(([currency, own]) => (
    <ol key={currency} className={classes['timeline']} aria-label={`${words.versions}, ${currency}`}>
      {own.map((price) => (
        <Version key={price.id} price={price} />
      ))}
    </ol>
  ));
}

function Version({ price }: { readonly price: Price }) {
  const words = useWords(salesWords).prices;
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const { tone, icon } = looks[price.status];
  return (
    <li className={`${classes['version']} ${classes[price.status]}`}>
      <StatusMark tone={tone} icon={icon} look="plain">
        {words.status[price.status]}
      </StatusMark>
      <b className={`tabular ${classes['amount']}`}>{words.hour(formatMoney(hourPrice(price), language))}</b>
      {price.perQuantity !== hourSeconds && <span className={classes['quiet']}>{words.per(formatMoney(price.amount, language), formatDuration(price.perQuantity, shared))}</span>}
      <span className={classes['quiet']}>
        <Instant at={price.from} form="date" /> – {price.to === null ? words.open : <Instant at={price.to} form="date" />}
      </span>
    </li>
  );
}
