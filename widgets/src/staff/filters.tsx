import type { ReactNode } from 'react';
import classes from './filters.module.css';

/** The fields above a list that say what is in it: beside each other, and below each other on a phone. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return <div className={classes['filters']}>{children}</div>;
}
