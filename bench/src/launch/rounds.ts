import { z } from 'zod';
import { cpuMilliseconds } from '../measure/process-usage.ts';
import type { Child } from '../run/child.ts';
import type { Postgres } from '../world/postgres.ts';
import type { Contender } from './contenders.ts';

/** How far a launch goes: to the answer to the POST, to the first page, or to all that the page shows. */
export type Reach = 'post' | 'page' | 'everything';

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
  /** Processor milliseconds of the tool for a launch. */
  readonly cpu: number;
  /** The same of the database server. */
  readonly databaseCpu: number;
  /** SQL statements for a launch, counted by the server. */
  readonly statements: number;
  /** Processor milliseconds of the driver for signing an id_token. */
  readonly signing: number;
}

const driven = z.object({ seconds: z.number(), median: z.number(), p99: z.number(), signing: z.number() });

interface Options {
  readonly driver: Child;
  readonly postgres: Postgres;
  readonly concurrency: number;
}

interface Part {
  readonly contender: Contender;
  readonly reach: Reach;
  readonly launches: number;
}

/** Drives so many launches and reads the counters before and after. */
export async function measure({ driver, postgres, concurrency }: Options, { contender, reach, launches }: Part): Promise<Measured> {
  const [cpu, databaseCpu, statements] = [cpuMilliseconds(contender.pid), postgres.cpu(), await postgres.statements(contender.database)];
  const { seconds, median, p99, signing } = await driver.ask({ kind: 'drive', tool: contender.name, url: contender.url, launches, concurrency, reach }, driven);
  return {
    perSecond: launches / seconds,
    median,
    p99,
    signing,
    cpu: (cpuMilliseconds(contender.pid) - cpu) / launches,
    databaseCpu: (postgres.cpu() - databaseCpu) / launches,
    statements: ((await postgres.statements(contender.database)) - statements) / launches,
  };
}
