import { useMemo } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { Instant } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { Asked } from '../../staff/asked.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { instructorWords } from '../words/index.ts';
import { labOf, type Choice } from './choice.ts';
import { placedItemsQuery, type PlacedItem } from './choose-document.ts';
import classes from './choose.module.css';

/** What the platform will get, as the server works it out. */
export function PlacedItems({ choices }: { readonly choices: readonly Choice[] }) {
  const words = useWords(instructorWords).choose;
  const variables = useMemo(() => ({ labs: choices.map(labOf) }), [choices]);
  const answer = useKept(useAsk(placedItemsQuery, variables));
  return (
    <Asked answer={answer} what={words.asking}>
      {({ placedItems }) => (
        <ul className={classes['items']}>
          {placedItems.map((item, at) => (
            <Item key={choices[at]?.pack.id ?? item.title} item={item} chosenPoints={Number(choices[at]?.points)} />
          ))}
        </ul>
      )}
    </Asked>
  );
}

function Item({ item, chosenPoints }: { readonly item: PlacedItem; readonly chosenPoints: number }) {
  const words = useWords(instructorWords).choose;
  const dates = [
    [words.opens, item.availableFrom],
    [words.dueLabel, item.dueAt],
    [words.closes, item.availableUntil],
  ] as const;
  return (
    <li>
      <strong>{item.title}</strong>
      <span className={classes['quiet']}>{item.text}</span>
      <span className={classes['itemFacts']}>
        <span>{item.points === null ? words.noColumn : words.points(item.points)}</span>
        {dates.map(([label, at]) => at !== null && (
          <span key={label}>
            {label} <Instant at={at} />
          </span>
        ))}
      </span>
      {item.points !== null && item.points < chosenPoints && <span className={classes['quiet']}>{words.fewerPoints(item.points, chosenPoints)}</span>}
    </li>
  );
}
