import type { Bilingual } from '../../messages/language.ts';
import { en, type AuditWords } from './en.ts';
import { ko } from './ko.ts';

/** The words of audit logs; what is done where one is kept, the page that shows it says. */
export const auditWords: Bilingual<AuditWords> = { ko, en };
