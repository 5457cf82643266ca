import { useState } from 'react';
import { useAsk } from '../api/use-ask.ts';
import { useWords } from '../messages/language.ts';
import { PageShell } from '../shell/page-shell.tsx';
import { Asked } from '../staff/asked.tsx';
import { Column, Pair } from '../staff/column.tsx';
import { useKept } from '../staff/use-kept.ts';
import { usePolled } from '../staff/use-polled.ts';
import { Alarms } from './alarms.tsx';
import { GradeFailures } from './grade-failures.tsx';
import { healthQuery, type PlatformHealth } from './operator-document.ts';
import { Invites } from './platforms/invites.tsx';
import { ManualSettings } from './platforms/manual-settings.tsx';
import { Platforms } from './platforms/platforms.tsx';
import { Pool } from './pool.tsx';
import { Quarantine } from './quarantine.tsx';
import { Queues } from './queues.tsx';
import { Keys, Packs, Webhooks } from './registries.tsx';
import { ServiceAudit } from './service-audit.tsx';
import { operatorWords } from './words/index.ts';

const refreshMs = 5000;
const noVariables = {};

/** The operator's page: alarms first, then every part with what can be done about it. */
export function OperatorApp() {
  const words = useWords(operatorWords);
  const answer = useKept(useAsk(healthQuery, noVariables));
  usePolled(answer.refresh, refreshMs);
  return (
    <PageShell title={words.title}>
      <Column>
        <Asked answer={answer} what={words.loading}>
          {({ platformHealth }) => (
            <>
              <Health asked={platformHealth} />
              <ServiceAudit />
            </>
          )}
        </Asked>
      </Column>
    </PageShell>
  );
}

const institutionsOf = ({ platforms, invites }: PlatformHealth): string[] => [...new Set([...platforms, ...invites].map(({ institution }) => institution.name))];

/** What an act answered stands until the next refresh brings something newer. */
function Health({ asked }: { readonly asked: PlatformHealth }) {
  const [put, setPut] = useState<{ readonly health: PlatformHealth; readonly over: PlatformHealth } | null>(null);
  const health = put !== null && put.over === asked ? put.health : asked;
  const onChange = (changed: PlatformHealth) => setPut({ health: changed, over: asked });
  return (
    <>
      <Alarms alarms={health.alarms} />
      <Pair>
        <Pool pool={health.pool} coming={health.coming} />
        <Quarantine accounts={health.quarantine} onChange={onChange} />
      </Pair>
      <GradeFailures grades={health.grades} onChange={onChange} />
      <Pair>
        <Queues queues={health.queues} />
        <Webhooks webhooks={health.webhooks} />
      </Pair>
      <Platforms platforms={health.platforms} onChange={onChange} />
      <Invites invites={health.invites} institutions={institutionsOf(health)} onChange={onChange} />
      <ManualSettings settings={health.settings} />
      <Pair>
        <Packs packs={health.packs} />
        <Keys keys={health.keys} />
      </Pair>
    </>
  );
}
