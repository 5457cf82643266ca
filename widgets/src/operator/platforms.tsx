import { Ago } from '../format/instant.tsx';
import { Panel } from '../learner/panel.tsx';
import { useWords } from '../messages/language.ts';
import { Empty } from '../shell/empty.tsx';
import { DataTable, type Column } from '../staff/data-table.tsx';
import { StatusMark } from '../status/status-mark.tsx';
import type { Tone } from '../status/tone.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import type { PlatformHealth } from './operator-document.ts';
import type { OperatorWords } from './words/en.ts';
import { operatorWords } from './words/index.ts';

type Platform = PlatformHealth['platforms'][number];

const lights: Readonly<Record<Platform['health'], Tone>> = { GOOD: 'good', DEGRADED: 'warn', BAD: 'bad', UNKNOWN: 'quiet' };

const platformColumns = (words: OperatorWords['platforms'], health: OperatorWords['health']): readonly Column<Platform>[] => [
  { head: words.institution, cell: ({ institution }) => institution.name },
  { head: words.health, cell: (platform) => <StatusMark tone={lights[platform.health]}>{health[platform.health]}</StatusMark> },
  { head: words.product, cell: ({ product }) => product ?? '—' },
  { head: words.issuer, cell: ({ issuer }) => <CopyableId value={issuer} what={words.issuer} /> },
  { head: words.clientId, cell: ({ clientId }) => <CopyableId value={clientId} what={words.clientId} /> },
  { head: words.deployments, align: 'end', cell: ({ deployments }) => <span title={deployments.join(', ')}>{deployments.length}</span> },
  { head: words.lastLaunch, align: 'end', cell: ({ lastLaunchAt }) => (lastLaunchAt === null ? words.never : <Ago at={lastLaunchAt} />) },
];

/** Every registered LMS with a light and when somebody last came from it. */
export function Platforms({ platforms }: { readonly platforms: readonly Platform[] }) {
  const words = useWords(operatorWords).platforms;
  const health = useWords(operatorWords).health;
  const columns = platformColumns(words, health);
  return (
    <Panel title={words.title}>
      {platforms.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : <DataTable label={words.title} columns={columns} rows={platforms} keyOf={({ id }) => id} />}
    </Panel>
  );
}
