import { Button } from '@mantine/core';
import { useAct } from '../../api/use-act.ts';
import { Ago } from '../../format/instant.tsx';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import { checkMutation, type PlatformHealth } from '../operator-document.ts';
import classes from '../operator.module.css';
import type { OperatorWords } from '../words/en.ts';
import { operatorWords } from '../words/index.ts';
import { useFindingSentence } from './finding-sentence.ts';
import { Values } from './values.tsx';

type Platform = PlatformHealth['platforms'][number];
type Check = NonNullable<Platform['check']>;
type Item = Check['items'][number];

interface PlatformSheetProps {
  readonly platform: Platform | null;
  readonly onChange: (health: PlatformHealth) => void;
  readonly onClose: () => void;
}

/** One LMS: its identity, and what the last look at its keys and services found. */
export function PlatformSheet({ platform, onChange, onClose }: PlatformSheetProps) {
  return (
    <Sheet opened={platform !== null} title={platform?.institution.name ?? ''} onClose={onClose}>
      {platform !== null && <PlatformParts platform={platform} onChange={onChange} />}
    </Sheet>
  );
}

function PlatformParts({ platform, onChange }: { readonly platform: Platform; readonly onChange: (health: PlatformHealth) => void }) {
  const words = useWords(operatorWords).platforms;
  const check = useAct(checkMutation);
  const run = async () => {
    const done = await check.run({ id: platform.id });
    if (done) onChange(done.checkPlatform);
  };
  return (
    <>
      <Values
        values={[
          [words.issuer, platform.issuer],
          [words.clientId, platform.clientId],
          [words.deployments, platform.deployments.join(', ')],
          [words.id, platform.id],
        ]}
      />
      <section aria-label={words.check}>
        <div className={classes['line']}>
          <h3 className={classes['part']}>{words.check}</h3>
          <Button size="compact-sm" disabled={check.busy} onClick={() => void run()}>
            {check.busy ? words.checking : words.checkNow}
          </Button>
        </div>
        {check.error && <ErrorNotice error={check.error} onDismiss={check.forget} />}
        {platform.check === null ? <p className={classes['note']}>{words.neverChecked}</p> : <Report check={platform.check} />}
      </section>
    </>
  );
}

const tones: Readonly<Record<Item['outcome'], Tone>> = { OK: 'good', FAILED: 'bad', SKIPPED: 'quiet' };

const itemColumns = (words: OperatorWords['platforms']): readonly Column<Item>[] => [
  { head: words.part, cell: ({ part }) => known(words.parts, part) },
  { head: words.found, cell: ({ outcome }) => <StatusMark tone={tones[outcome]} look="plain">{words.outcomes[outcome]}</StatusMark> },
  { head: words.detail, cell: (item) => <Finding item={item} /> },
];

const known = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name;

/** What to do comes first; the LMS's own words and the code stand small below. */
function Finding({ item: { code, finding, detail } }: { readonly item: Item }) {
  const words = useWords(operatorWords).platforms;
  const sentence = useFindingSentence();
  return (
    <div className={classes['finding']}>
      {code !== null && <span>{known(words.advice, code)}</span>}
      {finding !== null && <span className={classes['quiet']}>{sentence(finding)}</span>}
      {detail !== '' && <span className={classes['quiet']}>{detail}</span>}
      {code !== null && <code className={classes['quiet']}>{code}</code>}
    </div>
  );
}

function Report({ check }: { readonly check: Check }) {
  const words = useWords(operatorWords).platforms;
  return (
    <>
      <p className={classes['quiet']}>
        {words.checked} <Ago at={check.at} />
      </p>
      <DataTable label={words.check} columns={itemColumns(words)} rows={check.items} keyOf={({ part }) => part} />
    </>
  );
}
