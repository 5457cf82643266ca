import { Ago } from '../format/instant.tsx';
import { writtenMoney } from '../format/written-money.ts';
import { useLanguage, useWords, type Language } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { Notice } from '../shell/notice.tsx';
import { staffWords } from '../staff/words/index.ts';
import type { Tone } from '../status/tone.ts';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Alarm = PlatformHealth['alarms'][number];

const tones: Readonly<Record<Alarm['health'], Tone>> = { BAD: 'bad', DEGRADED: 'warn', GOOD: 'good', UNKNOWN: 'quiet' };

/** What a person should act on, as the server ranks it; that there is nothing is said too. */
export function Alarms({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const words = useWords(operatorWords).alarms;
  return (
    <section className={classes['alarms']} aria-label={words.title}>
      {alarms.length === 0 && (
        <Notice tone="good" title={words.none}>
          {words.noneText}
        </Notice>
      )}
      {alarms.map((alarm) => (
        <AlarmNotice key={`${alarm.code} ${alarm.detail}`} alarm={alarm} />
      ))}
    </section>
  );
}

function AlarmNotice({ alarm }: { readonly alarm: Alarm }) {
  const words = useWords(operatorWords).alarms;
  const { language } = useLanguage();
  const advice: Readonly<Record<string, string>> = words.advice;
  const reasons = { USAGE_IN_QUARANTINE: useWords(sharedWords).errors, GRADES_HELD: useWords(staffWords).gradeProblem };
  return (
    <Notice
      tone={tones[alarm.health]}
      title={titleOf(words, alarm.code)}
      detail={
        <>
          <code>{alarm.code}</code>
          <span>
            {words.since} <Ago at={alarm.since} />
          </span>
        </>
      }
    >
      {[aboutOf({ words, language }, reasons, alarm), advice[alarm.code] ?? ''].filter((part) => part !== '').join('. ')}
    </Notice>
  );
}

type AlarmWords = OperatorWords['alarms'];

/** An alarm of a newer server goes by its code. */
function titleOf(words: AlarmWords, code: string): string {
  const { counts: _counts, invariants: _invariants, openLab: _openLab, totals: _totals, advice: _advice, ...titles } = words;
  const known: Readonly<Record<string, string>> = titles;
  return known[code] ?? code;
}

/** What codes mean that alarms give as their reason. */
type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What it is about, and how many. */
function aboutOf(speech: Speech, reasons: Reasons, { code, detail, count }: Alarm): string {
  const said: Readonly<Record<string, (n: number) => string>> = speech.words.counts;
  const many = count === null ? '' : (said[code]?.(count) ?? String(count));
  return [reasonOf(speech, reasons[code], { code, detail }), many].filter((part) => part !== '').join(' · ');
}

interface Speech {
  readonly words: AlarmWords;
  readonly language: Language;
}

function reasonOf({ words: { invariants, openLab, totals }, language }: Speech, meanings: Reasons[string] | undefined, { code, detail }: Pick<Alarm, 'code' | 'detail'>): string {
  if (code === 'LEDGER_INVARIANT') return violated(invariants, detail);
  const [, lab, account] = /^lab (\S+), account (\S+)$/.exec(detail) ?? [];
  if (lab !== undefined && account !== undefined) return openLab(lab, account);
  const [, invoice, theirs, ours] = /^(.+): (.+) there, (.+) here$/.exec(code === 'INVOICE_TOTAL_DIFFERS' ? detail : '') ?? [];
  if (invoice !== undefined && theirs !== undefined && ours !== undefined) return totals(invoice, writtenMoney(theirs, language), writtenMoney(ours, language));
  const meaning = meanings?.[detail];
  return meaning === undefined ? detail : `${meaning} (${detail})`;
}

/** The ledger names the rule and behind it where it is broken: “no credit is overdrawn: …”. A rule of a newer server is said as it came. */
function violated(invariants: Readonly<Record<string, string>>, detail: string): string {
  const at = detail.indexOf(': ');
  const known = invariants[detail.slice(0, at)];
  return known === undefined ? detail : `${known}: ${detail.slice(at + 2)}`;
}
