import { z } from 'zod';

/** The two languages every page and every course of this LMS is written in. */
export const languageSchema = z.enum(['ko', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** A text the institution wrote in both languages. */
export const localTextSchema = z.object({ en: z.string(), ko: z.string() });
export type LocalText = z.infer<typeof localTextSchema>;

/** A text that exists in one language only, such as a title received by deep linking. */
export const sameInBoth = (text: string): LocalText => ({ en: text, ko: text });
