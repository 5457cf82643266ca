import type { Bilingual } from '../../messages/language.ts';
import { en, type SalesWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the sales pages. */
export const salesWords: Bilingual<SalesWords> = { ko, en };
