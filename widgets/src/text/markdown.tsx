import { codeApart, useCode } from '../shell/code-apart.ts';
import classes from './markdown.module.css';

/** The parser is as large as the rest of a page: it comes beside it, not before it. */
const prose = codeApart(() => import('./prose.tsx').then(({ Prose }) => Prose));

/** An author's Markdown, without HTML: what the author writes cannot become script. */
export function Markdown({ children }: { readonly children: string }) {
  const loaded = useCode(prose);
  return <div className={classes['prose']}>{loaded.kind === 'here' ? <loaded.code>{children}</loaded.code> : <p className={classes['source']}>{children}</p>}</div>;
}
