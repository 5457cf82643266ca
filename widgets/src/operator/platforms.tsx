import { Ago, Remaining } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useWords } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { GradeProblem } from '../staff/grade-problem.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Platform = PlatformHealth['platforms'][number];

const lights: Readonly<Record<Platform['health'], Tone>> = { GOOD: 'good', DEGRADED: 'warn', BAD: 'bad', UNKNOWN: 'quiet' };

const platformColumns = (words: OperatorWords['platforms']): readonly Column<Platform>[] => [
  { head: words.institution, cell: ({ institution }) => institution.name },
  { head: words.health, cell: (platform) => <PlatformHealthCell platform={platform} /> },
  { head: words.product, cell: ({ product }) => product ?? '—' },
  { head: words.issuer, cell: ({ issuer }) => <CopyableId value={issuer} what={words.issuer} /> },
  { head: words.clientId, cell: ({ clientId }) => <CopyableId value={clientId} what={words.clientId} /> },
  { head: words.deployments, align: 'end', cell: ({ deployments }) => <span title={deployments.join(', ')}>{deployments.length}</span> },
  { head: words.lastLaunch, align: 'end', cell: ({ lastLaunchAt }) => (lastLaunchAt === null ? words.never : <Ago at={lastLaunchAt} />) },
];

/** Its light, what keeps it from taking grades, and what its administrator should grant. */
function PlatformHealthCell({ platform: { health, trouble, missingScopes } }: { readonly platform: Platform }) {
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

/** Every registered LMS with a light and when somebody last came from it. */
export function Platforms({ platforms }: { readonly platforms: readonly Platform[] }) {
  const words = useWords(operatorWords).platforms;
  const columns = platformColumns(words);
  return (
    <Panel title={words.title}>
      {platforms.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : <DataTable label={words.title} columns={columns} rows={platforms} keyOf={({ id }) => id} />}
    </Panel>
  );
}
