import type { Bilingual } from '../../messages/language.ts';
import { en, type LearnerWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the learner's page. */
export const learnerWords: Bilingual<LearnerWords> = { ko, en };
