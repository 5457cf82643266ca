import { useWords } from '../messages/language.ts';
import { gradeLooks, type GradeStatus } from '../status/grade-looks.ts';
import { StatusMark } from '../status/status-mark.tsx';
import { staffWords } from './words/index.ts';

/** Where a grade is on its way to the gradebook. */
export function GradeMark({ status }: { readonly status: GradeStatus }) {
  const words = useWords(staffWords).grade;
  return (
    <StatusMark tone={gradeLooks[status].tone} icon={gradeLooks[status].icon}>
      {words[status]}
    </StatusMark>
  );
}
