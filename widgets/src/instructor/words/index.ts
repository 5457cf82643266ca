import type { Bilingual } from '../../messages/language.ts';
import { en, type InstructorWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the instructor's pages. */
export const instructorWords: Bilingual<InstructorWords> = { ko, en };
