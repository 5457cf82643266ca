import { lazy, Suspense } from 'react';
import classes from './markdown.module.css';

/** The parser is as large as the rest of a page: it comes beside it, not before it. */
const Prose = lazy(() => import('./prose.tsx').then(({ Prose }) => ({ default: Prose })));

/** An author's Markdown, without HTML: what the author writes cannot become script. */
export function Markdown({ children }: { readonly children: string }) {
  return (
    <div className={classes['prose']}>
      <Suspense fallback={<p className={classes['source']}>{children}</p>}>
        <Prose>{children}</Prose>
      </Suspense>
    </div>
  );
}
