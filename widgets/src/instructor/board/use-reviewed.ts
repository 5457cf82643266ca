import { useEffect, useState } from 'react';
import { useViewer } from '../../session/session-context.ts';

/** Whether the review that this document was opened for has been shown: whoever comes back to the board is not led there again. */
const review = { shown: false };

/** The learner whose work a grade in the platform led to, once. */
export function useReviewed(): { readonly id: string | null; readonly missing: boolean } {
  const asked = useViewer().review;
  const [first] = useState(() => (review.shown ? null : asked));
  useEffect(() => {
    review.shown = true;
  }, []);
  return { id: first?.learner?.id ?? null, missing: first !== null && first.learner === null };
}
