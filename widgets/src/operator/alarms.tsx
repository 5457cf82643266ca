import { Ago } from '../format/instant.tsx';
import { useWords } from '../messages/language.ts';
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
      {aboutOf(words, reasons, alarm)}
    </Notice>
  );
}

type AlarmWords = OperatorWords['alarms'];

/** An alarm of a newer server goes by its code. */
function titleOf(words: AlarmWords, code: string): string {
  const { counts: _counts, invariants: _invariants, openLab: _openLab, ...titles } = words;
  const known: Readonly<Record<string, string>> = titles;
  return known[code] ?? code;
}

/** What codes mean that alarms give as their reason. */
type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What it is about, and how many. */
function aboutOf(words: AlarmWords, reasons: Reasons, { code, detail, count }: Alarm): string {
  const said: Readonly<Record<string, (n: number) => string>> = words.counts;
  const many = count === null ? '' : (said[code]?.(count) ?? String(count));
  return [reasonOf(words, reasons[code], { code, detail }), many].filter((part) => part !== '').join(' · ');
}

function reasonOf({ invariants, openLab }: AlarmWords, meanings: Reasons[string] | undefined, { code, detail }: Pick<Alarm, 'code' | 'detail'>): string {
  if (code === 'LEDGER_INVARIANT') return violated(invariants, detail);
  const [, lab, account] = /^lab (\S+), account (\S+)$/.exec(detail) ?? [];
  if (lab !== undefined && account !== undefined) return openLab(lab, account);
  const meaning = meanings?.[detail];
  return meaning === undefined ? detail : `${meaning} (${detail})`;
}

/** The ledger names the rule and behind it where it is broken: “no credit is overdrawn: …”. A rule of a newer server is said as it came. */
function violated(invariants: Readonly<Record<string, string>>, detail: string): string {
  const at = detail.indexOf(': ');
  const known = invariants[detail.slice(0, at)];
  return known === undefined ? detail : `${known}: ${detail.slice(at + 2)}`;
}
