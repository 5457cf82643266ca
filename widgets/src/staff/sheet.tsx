import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import classes from './sheet.module.css';
import './staff-styles.ts';

interface SheetProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A sheet at the side that follows one thing further down, with the page still behind it. */
export function Sheet({ opened, title, onClose, children }: SheetProps) {
  const words = useWords(sharedWords);
  return (
    <Drawer opened={opened} onClose={onClose} title={title} position="right" size="min(100vw, 38rem)" padding="lg" closeButtonProps={{ 'aria-label': words.close }} classNames={{ title: classes['title'] ?? '' }}>
      <div className={classes['body']}>{children}</div>
    </Drawer>
  );
}
