import { Ago } from '../format/instant.tsx';
import { useWords } from '../messages/language.ts';
import { Notice } from '../shell/notice.tsx';
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
      {aboutOf(words, alarm)}
    </Notice>
  );
}

type AlarmWords = OperatorWords['alarms'];

/** An alarm of a newer server goes by its code. */
function titleOf(words: AlarmWords, code: string): string {
  const { counts: _counts, invariants: _invariants, ...titles } = words;
  const known: Readonly<Record<string, string>> = titles;
  return known[code] ?? code;
}

/** What it is about, and how many. */
function aboutOf({ counts, invariants }: AlarmWords, { code, detail, count }: Alarm): string {
  const said: Readonly<Record<string, (n: number) => string>> = counts;
  const many = count === null ? '' : (said[code]?.(count) ?? String(count));
  return [code === 'LEDGER_INVARIANT' ? violated(invariants, detail) : detail, many].filter((part) => part !== '').join(' · ');
}

/** The ledger names the rule and behind it where it is broken: “no credit is overdrawn: …”. A rule of a newer server is said as it came. */
function violated(invariants: Readonly<Record<string, string>>, detail: string): string {
  const at = detail.indexOf(': ');
  const known = invariants[detail.slice(0, at)];
  return known === undefined ? detail : `${known}: ${detail.slice(at + 2)}`;
}
