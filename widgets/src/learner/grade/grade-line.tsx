import { formatInstant } from '../../format/instant-format.ts';
import { Instant } from '../../format/instant.tsx';
import { useLanguage, useWords } from '../../messages/language.ts';
import { gradeLooks } from '../../status/grade-looks.ts';
import { StatusMark } from '../../status/status-mark.tsx';
import type { LabPage } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import classes from './grade-line.module.css';

type Grade = LabPage['grade'];

const problems: Readonly<Record<string, 'site' | 'locked' | 'enrolment' | 'anonymous'>> = {
  GRADE_THROTTLED: 'site',
  GRADE_UNREACHABLE: 'site',
  GRADE_CONFLICT: 'site',
  GRADE_COLUMN_GONE: 'site',
  GRADE_LOCKED: 'locked',
  GRADE_NOT_GRADABLE: 'enrolment',
  GRADE_ANONYMOUS: 'anonymous',
};

/** What a learner can do about it. What only the course's staff can is theirs to read; the code leads them there. */
function GradeProblem({ code }: { readonly code: string }) {
  const words = useWords(learnerWords).grade.problem;
  const known = problems[code];
  if (known !== undefined) return <p>{words[known]}</p>;
  return (
    <p>
      {words.setUp} <code>{code}</code>
    </p>
  );
}

/** Where the grade is on its way to the course: a grade is never lost, and the learner can see it. */
export function GradeLine({ grade }: { readonly grade: Grade }) {
  const words = useWords(learnerWords).grade;
  const { language } = useLanguage();
  const { tone, icon } = gradeLooks[grade.status];
  if (grade.status === 'NONE') return null;
  const said = grade.status === 'SENT' ? words.SENT(grade.sentAt === null ? '' : formatInstant(grade.sentAt, 'time', language)) : words[grade.status];
  const waits = grade.status === 'RETRYING' || grade.status === 'REFUSED';
  return (
    <div className={classes['line']}>
      <StatusMark tone={tone} icon={icon}>
        {said}
      </StatusMark>
      {grade.problem !== null && <GradeProblem code={grade.problem} />}
      {waits && (
        <p>
          {words.kept}
          {grade.nextAttemptAt !== null && (
            <>
              {' '}
              {words.nextTry} <Instant at={grade.nextAttemptAt} form="time" />
            </>
          )}
        </p>
      )}
    </div>
  );
}
