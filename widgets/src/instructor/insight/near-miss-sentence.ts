import { expectationInWords, type ExpectationWords } from '../../messages/expectation.ts';
import { readable } from '../../learner/steps/seen-and-expected.ts';
import type { InstructorWords } from '../words/en.ts';
import type { NearMissCount } from './insight-document.ts';

/** What learners did instead of what was needed, as a sentence. */
export function nearMissSentence({ seen, expected, personal }: Pick<NearMissCount, 'seen' | 'expected' | 'personal'>, words: InstructorWords['insight'], expectation: ExpectationWords): string {
  const sentence = oneOf({ seen, expected }, words, expectation);
  return personal ? words.example(sentence) : sentence;
}

function oneOf({ seen, expected }: Pick<NearMissCount, 'seen' | 'expected'>, words: InstructorWords['insight'], expectation: ExpectationWords): string {
  const [was, needed] = [inLine(readable(seen)), inLine(expectationInWords(expected, expectation))];
  if (was === null) return needed === null ? words.missingOnly : words.missing(needed);
  return needed === null ? words.wrong(was) : words.instead(was, needed);
}

function inLine(text: string | null): string | null {
  return text?.replaceAll(/\s+/g, ' ') ?? null;
}

/** The end of a dotted path is the name that a person knows. */
export function lastName(path: string): string {
  return path.split('.').at(-1) ?? path;
}
