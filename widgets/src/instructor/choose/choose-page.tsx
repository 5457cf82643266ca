import { useMemo } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { useViewer } from '../../session/session-context.ts';
import { Asked } from '../../staff/asked.tsx';
import { Column } from '../../staff/column.tsx';
import { instructorWords } from '../words/index.ts';
import { purposeQuery } from './choose-document.ts';
import { ConfigureActivity } from './configure-activity.tsx';
import { PlaceLabs } from './place-labs.tsx';

/** Labs for the course: when the platform asked for content (LTI Deep Linking), what is chosen goes back to it; else it is for the activity of this session. */
export function ChoosePage() {
  const words = useWords(instructorWords).choose;
  const { choosingContent, activityTitle } = useViewer();
  const variables = useMemo(() => ({ inActivity: !choosingContent && activityTitle !== null }), [choosingContent, activityTitle]);
  const answer = useAsk(purposeQuery, variables);
  return (
    <Column>
      {/* a refused answer says "null" too, which must not be taken for "nothing to choose for" */}
      <Asked answer={answer.error ? { ...answer, data: null } : answer} what={words.loading}>
        {({ choosing, activityChoice }) =>
          choosing === null ? <ConfigureActivity chosen={activityChoice ?? null} mayChoose={variables.inActivity} onChanged={answer.refresh} /> : <PlaceLabs choosing={choosing} />
        }
      </Asked>
    </Column>
  );
}
