import { formatDuration } from '../../format/duration.ts';
import { formatInstant } from '../../format/instant-format.ts';
import { useLanguage, useWords, type Language } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import type { PlatformHealth } from '../operator-document.ts';
import type { OperatorWords } from '../words/en.ts';
import { operatorWords } from '../words/index.ts';

type Finding = NonNullable<NonNullable<PlatformHealth['platforms'][number]['check']>['items'][number]['finding']>;

interface Speech {
  readonly words: OperatorWords['platforms']['findings'];
  readonly duration: (seconds: number) => string;
  readonly instant: (at: string) => string;
}

/** What a part of a check saw; a kind that is not known here, of a newer server, by its name. */
export function findingSentence({ kind, url, count, status, seconds, until, types }: Finding, { words, duration, instant }: Speech): string {
  const sentences: Readonly<Record<string, () => string>> = {
    address: () => url ?? '',
    'local-address': () => words.localAddress(url ?? ''),
    status: () => words.status(url ?? '', status ?? 0),
    'no-keys': () => words.noKeys(url ?? ''),
    'no-answer': () => words.noAnswer(url ?? ''),
    keys: () => words.keys(count ?? 0, url ?? ''),
    clock: () => clockSentence(seconds ?? 0, words, duration),
    token: () => words.token(until === null ? '' : instant(until)),
    'line-items': () => words.lineItems(count ?? 0),
    people: () => words.people(count ?? 0),
    notices: () => types.join(', '),
    later: () => words.later(duration(seconds ?? 0)),
  };
  return sentences[kind]?.() ?? kind;
}

/** HTTP tells the time by the second, so a second more or less is none. */
function clockSentence(seconds: number, words: Speech['words'], duration: Speech['duration']): string {
  if (Math.abs(seconds) <= 1) return words.exact;
  return seconds < 0 ? words.behind(duration(-seconds)) : words.ahead(duration(seconds));
}

/** The sentences in the reader's language and zone. */
export function useFindingSentence(): (finding: Finding) => string {
  const { language } = useLanguage();
  const words = useWords(operatorWords).platforms.findings;
  const shared = useWords(sharedWords);
  return (finding) => findingSentence(finding, speechOf(words, shared, language));
}

const speechOf = (words: Speech['words'], shared: Parameters<typeof formatDuration>[1], language: Language): Speech => ({
  words,
  duration: (seconds) => formatDuration(seconds, shared),
  instant: (at) => formatInstant(at, 'date-time', language),
});
