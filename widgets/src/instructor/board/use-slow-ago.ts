import { useNow } from '../../format/clock.ts';
import { formatAgo } from '../../format/instant-format.ts';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';

const stepMs = 10_000;

/** How long ago, told anew every ten seconds: hundreds of rows that tick every second help nobody. */
export function useSlowAgo(at: string): string {
  const words = useWords(sharedWords);
  // The clock's step may lie before an instant that has just been reached.
  return formatAgo(at, Math.max(useNow(stepMs), Date.parse(at)), words);
}
