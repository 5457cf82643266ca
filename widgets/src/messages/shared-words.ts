import { en, type Words } from './en.ts';
import { ko } from './ko.ts';
import type { Bilingual } from './language.ts';

/** Words that every actor's pages use. Each actor's own words stand in its folder, so that nobody loads the others'. */
export const sharedWords: Bilingual<Words> = { ko, en };
