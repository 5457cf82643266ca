import { z } from 'zod';

/** The languages every page and pack speaks; a third one is added here and as a file of messages. */
export const languageSchema = z.enum(['ko', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** One text in each language. */
export const localizedSchema = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
export type Localized = z.infer<typeof localizedSchema>;
