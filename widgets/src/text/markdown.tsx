import { codeApart, useCode } from '../shell/code-apart.ts';
import classes from './markdown.module.css';

/** The parser is as large as the rest of a page: it comes beside it, not before it. */
const prose = codeApart<{ readonly children: string }>(() => import('./prose.tsx').then(({ Prose }) => Prose));

/** An author's Markdown, without HTML: what the author writes cannot become script. */
export function Markdown({ children }: { readonly children: string }) {
  const code = useCode(prose);
  return <div className={classes['prose']}>{code.kind === 'here' ? <code.Component>{children}</code.Component> : <p className={classes['source']}>{children}</p>}</div>;
}
