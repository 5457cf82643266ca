import { Ago } from '../format/instant.tsx';
import { useWords } from '../messages/language.ts';
import { Notice } from '../shell/notice.tsx';
import type { Tone } from '../status/tone.ts';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
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
  const known: Readonly<Record<string, string>> = words;
  return (
    <Notice
      tone={tones[alarm.health]}
      title={known[alarm.code] ?? alarm.code}
      detail={
        <>
          <code>{alarm.code}</code>
          <span>
            {words.since} <Ago at={alarm.since} />
          </span>
        </>
      }
    >
      {alarm.detail}
    </Notice>
  );
}
