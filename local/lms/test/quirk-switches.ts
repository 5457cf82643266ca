import { quirksOf } from '../src/quirks/products.ts';
import type { Quirk } from '../src/quirks/quirk-list.ts';
import type { Campus } from './campus.ts';

/** The LMS's own ways, and these on top. */
export const having = ({ lms }: Campus, ...quirks: Quirk[]): void => lms.quirks.replace([...quirksOf('haneul'), ...quirks]);

/** The LMS's own ways but this one. */
export const lacking = ({ lms }: Campus, quirk: Quirk): void => lms.quirks.replace(quirksOf('haneul').filter((each) => each !== quirk));

export const asUsual = ({ lms }: Campus): void => lms.quirks.replace(quirksOf('haneul'));
