import type { Bilingual } from '../../messages/language.ts';
import { en, type StaffWords } from './en.ts';
import { ko } from './ko.ts';

/** Words that the staff's pages share. */
export const staffWords: Bilingual<StaffWords> = { ko, en };
