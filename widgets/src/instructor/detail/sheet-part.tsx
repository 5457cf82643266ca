import { useId, type ReactNode } from 'react';
import classes from './detail.module.css';

/** A titled part of the sheet. */
export function SheetPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes['part']}>
      <h3 id={id} className={classes['partTitle']}>
        {title}
      </h3>
      {children}
    </section>
  );
}
