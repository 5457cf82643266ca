import type { ReactNode } from 'react';
import classes from './figures.module.css';

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  /** What the figure means, in a few words. */
  readonly note?: ReactNode;
  readonly tone?: 'warn' | 'bad' | 'good';
}

/** A few figures that matter most, side by side. */
export function Figures({ figures, label }: { readonly figures: readonly Figure[]; readonly label: string }) {
  return (
    <dl className={classes['figures']} aria-label={label}>
      {figures.map((figure) => (
        <div key={figure.label} className={classes['figure']}>
          <dt>{figure.label}</dt>
          <dd className={`${classes['value']} ${figure.tone ? classes[figure.tone] : ''}`}>{figure.value}</dd>
          {figure.note !== undefined && <dd className={classes['note']}>{figure.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
