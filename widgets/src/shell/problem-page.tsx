import type { ReactNode } from 'react';
import { ProductMark } from './product-mark.tsx';
import classes from './problem-page.module.css';

interface ProblemPageProps {
  readonly title: string;
  readonly text?: string;
  /** The next thing to do, or the code to tell. */
  readonly children?: ReactNode;
}

/** A page of its own for what keeps the person from every page. */
export function ProblemPage({ title, text, children }: ProblemPageProps) {
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        <ProductMark className={classes['mark']} />
        <h1 className={classes['title']}>{title}</h1>
        {text !== undefined && <p className={classes['text']}>{text}</p>}
        {children}
      </div>
    </main>
  );
}
