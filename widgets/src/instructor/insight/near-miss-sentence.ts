import { readable } from '../../learner/steps/seen-and-expected.ts';
import type { InstructorWords } from '../words/en.ts';
import type { NearMissCount } from './insight-document.ts';

/** What learners did instead of what was needed, as a sentence. */
export function nearMissSentence({ seen, expected }: Pick<NearMissCount, 'seen' | 'expected'>, words: InstructorWords['insight']): string {
  const [was, needed] = [inLine(seen), inLine(expected)];
  if (was === null) return needed === null ? words.missingOnly : words.missing(needed);
  return needed === null ? words.wrong(was) : words.instead(was, needed);
}

function inLine(json: string | null): string | null {
  return readable(json)?.replaceAll(/\s+/g, ' ') ?? null;
}

/** The end of a dotted path is the name that a person knows. */
export function lastName(path: string): string {
  return path.split('.').at(-1) ?? path;
}
