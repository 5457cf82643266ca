import { useState } from 'react';
import type { Answer } from '../api/use-ask.ts';
import { useReturn } from '../api/use-return.ts';

/** Keeps the last answer while a newer one is on its way or fails: old is better than nothing, and nothing jumps. Asks again when the network is back. */
export function useKept<Data>(answer: Answer<Data>): Answer<Data> {
  const [kept, keep] = useState(answer.data);
  if (answer.data !== null && answer.data !== kept) keep(answer.data);
  useReturn(answer.refresh);
  return { ...answer, data: answer.data ?? kept };
}
