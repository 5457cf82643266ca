import type { ReactNode } from 'react';
import classes from './column.module.css';

/** The content of a staff page: one column of parts with room between them. */
export function Column({ children }: { readonly children: ReactNode }) {
  return <div className={classes['column']}>{children}</div>;
}

/** Two parts beside each other where there is room. */
export function Pair({ children }: { readonly children: ReactNode }) {
  return <div className={classes['pair']}>{children}</div>;
}
