import type { ReactNode } from 'react';
import classes from './field-row.module.css';

/** Fields of one form, or those above a list that say what is in it: beside each other, and below each other on a phone. */
export function FieldRow({ children }: { readonly children: ReactNode }) {
  return <div className={classes['row']}>{children}</div>;
}
