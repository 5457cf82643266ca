import type { Bilingual } from '../../messages/language.ts';
import { en, type ManagerWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the manager's pages. */
export const managerWords: Bilingual<ManagerWords> = { ko, en };
