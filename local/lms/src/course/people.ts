import { z } from 'zod';
import { languageSchema, type Language } from './local-text.ts';

export const personIdSchema = z.string().min(1).brand<'PersonId'>();
export type PersonId = z.infer<typeof personIdSchema>;

const writtenNameSchema = z.object({ full: z.string(), given: z.string(), family: z.string() });

/** Somebody with an account. What they may do is decided by their role in each course. */
export const personSchema = z.object({
  id: personIdSchema,
  username: z.string(),
  email: z.string(),
  /** Number of the person in the student information system (`lis.person_sourcedid`). */
  sourcedId: z.string(),
  /** The person's own language: their official name, the one sent to tools, is written in it. */
  language: languageSchema,
  names: z.object({ en: writtenNameSchema, ko: writtenNameSchema }),
  /** Administrators belong to the institution and may enter every course. */
  administrator: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

export const nameIn = (person: Person, language: Language): string => person.names[language].full;

/** The name tools receive. It does not follow the language of the pages, so that it stays the same from launch to launch. */
export const officialName = (person: Person): Person['names'][Language] => person.names[person.language];
