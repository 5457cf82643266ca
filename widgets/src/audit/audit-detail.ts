import { formatInstant } from '../format/instant-format.ts';
import { writtenMoney } from '../format/written-money.ts';
import type { Language } from '../messages/language.ts';
import type { AuditWords } from './words/en.ts';

interface Speech {
  readonly words: AuditWords['details'];
  readonly language: Language;
}

type Saying = (parts: readonly string[], speech: Speech) => string;

/** The log keeps one text for each act, in the server's words: what it has to say, by how it is written there. */
const sayings: ReadonlyMap<string, readonly [form: RegExp, say: Saying]> = new Map(Object.entries({
  'step.overridden': [/^(passed|not passed): (.*)$/s, ([result = '', reason = ''], { words }) => `${result === 'passed' ? words.passed : words.notPassed}: ${reason}`],
  'credit.granted': [/^(\S+ [A-Z]{3}): (.*)$/s, ([amount = '', reason = ''], speech) => `${money(amount, speech)}: ${reason}`],
  'invoice.drafted': [/^(\S+ [A-Z]{3})$/, ([amount = ''], speech) => money(amount, speech)],
  'invoice.deleted': [/^(\S+ [A-Z]{3})$/, ([amount = ''], speech) => money(amount, speech)],
  'budget.set': [/^(\S+ [A-Z]{3}) a month$/, ([amount = ''], speech) => speech.words.monthly(money(amount, speech))],
  'contract.added': [/^(\S+ [A-Z]{3}) for each learner and course, (\S+) % off, from (\S+?)(?: until (\S+))?$/, terms],
  'contract.ended': [/^(\S+ [A-Z]{3}) for each learner and course, (\S+) % off, from (\S+?)(?: until (\S+))?$/, terms],
  'activity.configured': [/^(\S+): (.+); (\d+) points$/, ([lab = '', steps = '', points = ''], { words }) => words.configured(lab, steps.split(' ').length, Number(points))],
  'person.erased': [/^(.+)$/, ([reason = ''], { words }) => erasure(reason, words)],
  'price.published': [/^(\S+ [A-Z]{3}) (?:an hour|for (\d+) s) from (\S+)$/, price],
  'key.resealed': [/^(\d+) secrets$/, ([secrets = ''], { words }) => words.resealed(Number(secrets))],
} satisfies Readonly<Record<string, readonly [form: RegExp, say: Saying]>>));

/** What the log says of an act, in the reader's language; a text of another form, of a newer or older server, as it is. */
export function auditDetail({ action, detail }: { readonly action: string; readonly detail: string | null }, speech: Speech): string {
  const [form, say] = sayings.get(action) ?? [];
  const found = form?.exec(detail ?? '');
  return found && say ? say(found.slice(1), speech) : (detail ?? '');
}

function price([amount = '', seconds, from = '']: readonly (string | undefined)[], speech: Speech): string {
  const { words, language } = speech;
  return words.price(money(amount, speech), seconds === undefined ? null : Number(seconds), formatInstant(from, 'date', language));
}

function terms([allowance = '', percent = '', from = '', until]: readonly (string | undefined)[], speech: Speech): string {
  const { words, language } = speech;
  const day = (at: string) => formatInstant(at, 'date', language);
  return words.terms(money(allowance, speech), percent, day(from), until === undefined ? null : day(until));
}

function erasure(reason: string, { erasures }: Speech['words']): string {
  const known: Readonly<Record<string, string>> = erasures;
  return known[reason] ?? reason;
}

const money = (written: string, { language }: Speech): string => writtenMoney(written, language);
