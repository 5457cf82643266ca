import { IconCircleCheckFilled, IconLock, IconRefresh, IconSnowflake, IconUser, type Icon } from '@tabler/icons-react';
import { Ago, Instant } from '../format/instant.tsx';
import { useWords } from '../messages/language.ts';
import { Panel } from '../learner/panel.tsx';
import { Empty } from '../shell/empty.tsx';
import classes from './operator.module.css';
import type { PlatformHealth } from './operator-document.ts';
import { operatorWords } from './words/index.ts';

type Count = PlatformHealth['pool'][number];
type Coming = PlatformHealth['coming'];

interface PoolProps {
  readonly pool: readonly Count[];
  readonly coming: Coming;
}

const icons: Readonly<Record<Count['status'], Icon>> = {
  AVAILABLE: IconCircleCheckFilled,
  LEASED: IconUser,
  CLEANING: IconRefresh,
  FROZEN: IconSnowflake,
  QUARANTINE: IconLock,
};

/** Every account of the pool as one bar; the legend says the same in figures, and below it is what comes and why some does not. */
export function Pool({ pool, coming }: PoolProps) {
  const words = useWords(operatorWords).pool;
  const all = pool.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={words.title} aside={<span className={classes['quiet']}>{words.accounts(all)}</span>}>
      {all === 0 ? (
        <Empty title={words.empty}>{words.emptyText}</Empty>
      ) : (
        <>
          <div className={classes['bar']} data-drawn aria-hidden="true">
            {pool.map(({ status, count }) => count > 0 && <span key={status} className={classes[status]} style={{ flexGrow: count }} />)}
          </div>
          <ul className={classes['legend']}>
            {pool.map((count) => (
              <LegendEntry key={count.status} {...count} />
            ))}
          </ul>
        </>
      )}
      {coming.count > 0 && <ComingAccounts coming={coming} />}
    </Panel>
  );
}

/** Accounts that AWS is making, and what keeps it from making others. */
function ComingAccounts({ coming: { count, failures } }: { readonly coming: Coming }) {
  const words = useWords(operatorWords).pool;
  return (
    <div className={classes['coming']}>
      <p className={classes['note']}>{words.coming(count)}</p>
      {failures.map(({ code, reason, count: kept, since, tryAt }) => (
        <div key={`${code} ${reason}`} className={classes['finding']}>
          <span>
            {words.notMade(kept)} <code>{code}</code>
          </span>
          <span>{reason}</span>
          <span className={classes['quiet']}>
            {words.since} <Ago at={since} /> · {words.tryAt} <Instant at={tryAt} form="time" />
          </span>
        </div>
      ))}
    </div>
  );
}

function LegendEntry({ status, count }: Count) {
  const words = useWords(operatorWords).pool;
  const Picture = icons[status];
  return (
    <li className={classes[`ink${status}`]}>
      <Picture size={16} aria-hidden="true" />
      <span className={classes['legendName']}>{words[status]}</span>
      <b className="tabular">{count}</b>
    </li>
  );
}
