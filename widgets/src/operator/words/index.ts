import type { Bilingual } from '../../messages/language.ts';
import { en, type OperatorWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of the operator's page. */
export const operatorWords: Bilingual<OperatorWords> = { ko, en };
