import { Portal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './floating-notice.module.css';

/** A notice about something small that was just done, out of the page's flow so that nothing jumps. */
export function FloatingNotice({ children }: { readonly children: ReactNode }) {
  return (
    <Portal>
      <div className={classes['place']}>{children}</div>
    </Portal>
  );
}
