import { Button } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { Ago, Remaining } from '../../format/instant.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { GradeProblem } from '../../staff/grade-problem.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import classes from '../operator.module.css';
import type { PlatformHealth } from '../operator-document.ts';
import type { OperatorWords } from '../words/en.ts';
import { operatorWords } from '../words/index.ts';
import { PlatformSheet } from './platform-sheet.tsx';

type Platform = PlatformHealth['platforms'][number];

const lights: Readonly<Record<Platform['health'], Tone>> = { GOOD: 'good', DEGRADED: 'warn', BAD: 'bad', UNKNOWN: 'quiet' };

const platformColumns = (words: OperatorWords['platforms'], onOpen: (id: string) => void): readonly Column<Platform>[] => [
  { head: words.institution, cell: ({ institution }) => institution.name },
  { head: words.health, cell: (platform) => <PlatformStanding platform={platform} /> },
  { head: words.state, cell: ({ state }) => (state === 'ACTIVE' ? words.ACTIVE : <StatusMark tone="busy" look="plain" icon={IconHourglass}>{words.PENDING}</StatusMark>) },
  { head: words.product, cell: ({ product, issuer }) => <span title={issuer}>{[product, hostOf(issuer)].filter((part) => part !== null).join(' · ')}</span> },
  { head: words.lastLaunch, cell: ({ lastLaunchAt }) => (lastLaunchAt === null ? words.never : <Ago at={lastLaunchAt} />) },
  {
    head: words.act,
    align: 'end',
    cell: ({ id, institution }) => (
      <Button size="compact-sm" variant="default" onClick={() => onOpen(id)} aria-label={`${words.details}: ${institution.name}`}>
        {words.details}
      </Button>
    ),
  },
];

/** Its light, what keeps it from taking grades, and what its administrator should grant. */
function PlatformStanding({ platform: { health, trouble, missingScopes } }: { readonly platform: Platform }) {
  const words = useWords(operatorWords);
  return (
    <div className={classes['standing']}>
      <StatusMark tone={lights[health]}>{words.health[health]}</StatusMark>
      {trouble !== null && (
        <p className={classes['quiet']}>
          <GradeProblem code={trouble.problem} /> {words.platforms.waiting(trouble.waiting)}
          {trouble.heldUntil !== null && <> · {words.platforms.tries} <Remaining until={trouble.heldUntil} /></>}
        </p>
      )}
      {missingScopes.length > 0 && (
        <p className={classes['quiet']}>
          {words.platforms.missing} {missingScopes.map((scope) => <code key={scope}>{scope.split('/').slice(-3).join('/')} </code>)}
        </p>
      )}
    </div>
  );
}

const hostOf = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).host : issuer);

interface PlatformsProps {
  readonly platforms: readonly Platform[];
  readonly onChange: (health: PlatformHealth) => void;
}

/** Every registered LMS with a light, whether it is in use, and what the last look at it found. */
export function Platforms({ platforms, onChange }: PlatformsProps) {
  const words = useWords(operatorWords).platforms;
  const [opened, setOpened] = useState<string | null>(null);
  const columns = platformColumns(words, setOpened);
  return (
    <Panel title={words.title}>
      {platforms.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : <DataTable label={words.title} columns={columns} rows={platforms} keyOf={({ id }) => id} />}
      <PlatformSheet platform={platforms.find(({ id }) => id === opened) ?? null} onChange={onChange} onClose={() => setOpened(null)} />
    </Panel>
  );
}
