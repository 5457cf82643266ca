import { createContext, useContext } from 'react';

export type Language = 'KO' | 'EN';

/** Every text in both languages. */
export interface Bilingual<Words> {
  readonly ko: Words;
  readonly en: Words;
}

export interface Localized {
  readonly ko: string;
  readonly en: string;
}

/** The form of a dictionary: its keys and the parameters of its sentences, without its words. */
export type WordsOf<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends (...parts: infer Parts) => string
    ? (...parts: Parts) => string
    : Words[Key] extends string
      ? string
      : WordsOf<Words[Key]>;
};

interface LanguageChoice {
  readonly language: Language;
  /** Changes the page at once and keeps the choice with the server. */
  readonly choose: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageChoice>({ language: 'KO', choose: () => undefined });

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** The words of a page in the person's language. */
export function useWords<Words>(words: Bilingual<Words>): Words {
  return useLanguage().language === 'KO' ? words.ko : words.en;
}

/** Chooses the language of a text that came from the server. */
export function useLocalized(): (text: Localized) => string {
  const { language } = useLanguage();
  return (text) => (language === 'KO' ? text.ko : text.en);
}

/** Tag for `lang` and `Intl`. */
export function localeOf(language: Language): 'ko-KR' | 'en-GB' {
  return language === 'KO' ? 'ko-KR' : 'en-GB';
}

/** What to speak before the server has said who is there. */
export function languageOfBrowser(languages: readonly string[]): Language {
  return languages[0]?.toLowerCase().startsWith('ko') === false ? 'EN' : 'KO';
}
