import { useWords } from '../messages/language.ts';
import classes from './grade-problem.module.css';
import { staffWords } from './words/index.ts';

/** Why a grade waits or was refused, what to do, and the code a helpdesk searches for. */
export function GradeProblem({ code }: { readonly code: string }) {
  const words: Readonly<Record<string, string>> = useWords(staffWords).gradeProblem;
  return (
    <span className={classes['problem']}>
      {words[code]} <code className={classes['code']}>{code}</code>
    </span>
  );
}
