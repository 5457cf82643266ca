import { IconInbox, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  readonly title: string;
  /** Why it is empty and what will fill it. */
  readonly children?: ReactNode;
  /** The next thing to do. */
  readonly action?: ReactNode;
  readonly icon?: Icon;
}

/** A list without entries, with the next thing to do. */
export function Empty({ title, children, action, icon: Picture = IconInbox }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <Picture size={28} stroke={1.5} aria-hidden="true" />
      <p className={classes['title']}>{title}</p>
      {children !== undefined && <p className={classes['text']}>{children}</p>}
      {action !== undefined && <div className={classes['action']}>{action}</div>}
    </div>
  );
}
