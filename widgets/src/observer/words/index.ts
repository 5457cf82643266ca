import type { Bilingual } from '../../messages/language.ts';
import { en, type ObserverWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the observer's page. */
export const observerWords: Bilingual<ObserverWords> = { ko, en };
