import type { Bench, Figure, Outcome, Running } from '../run/bench.ts';
import { median } from '../measure/statistics.ts';
import { residentMegabytes } from '../measure/process-usage.ts';
import { startContenders, type Contender, type ContenderName } from './contenders.ts';
import { measure, type Measured, type Reach } from './rounds.ts';

type FlagName = 'launches' | 'perRound' | 'rounds' | 'concurrency';

/** Which stretches of a launch each contender runs; a peer's page is a sentence, ours asks the database. */
const stretches: Readonly<Record<ContenderName, readonly Reach[]>> = {
  cloudclass: ['post', 'page', 'everything'],
  stock: ['post', 'page'],
  bare: ['post', 'page'],
};

export const launch: Bench<FlagName> = {
  name: 'launch',
  about: 'LTI 1.3 launches: login initiation, signed id_token by POST, first page',
  flags: {
    launches: { about: 'launches of the memory run', usual: 2_000, smoke: 4 },
    perRound: { about: 'launches of each contender in a round', usual: 300, smoke: 4 },
    rounds: { about: 'rounds, the contenders in turn', usual: 3, smoke: 1 },
    concurrency: { about: 'launches at once', usual: 16, smoke: 2 },
  },
  run,
};

async function run({ flags, scope, say }: Running<FlagName>): Promise<Outcome> {
  const { contenders, driver, postgres } = await startContenders(scope);
  const { concurrency, perRound } = flags;
  const options = { driver, postgres, concurrency };
  for (const contender of contenders) await measure(options, { contender, reach: 'page', launches: Math.ceil(perRound / 2) });
  const measured = new Map<string, Measured[]>();
  for (let round = 1; round <= flags.rounds; round += 1) {
    for (const contender of contenders) {
      for (const reach of stretches[contender.name]) {
        const key = `${contender.name} ${reach}`;
        const result = await measure(options, { contender, reach, launches: perRound });
        say(`round ${round}: ${key}: ${result.perSecond.toFixed(0)}/s, ${result.median.toFixed(0)}/${result.p99.toFixed(0)} ms`);
        measured.set(key, [...(measured.get(key) ?? []), result]);
      }
    }
  }
  const ours = contenders.find(({ name }) => name === 'cloudclass');
  if (ours === undefined) throw new Error('nothing of ours was measured');
  const memory = await memoryRun(ours, () => measure(options, { contender: ours, reach: 'page', launches: flags.launches }));
  return outcomeOf(new Map([...measured].map(([key, all]) => [key, middle(all)])), memory);
}

interface Memory {
  readonly before: number;
  readonly after: number;
}

async function memoryRun({ pid }: Contender, work: () => Promise<unknown>): Promise<Memory> {
  const before = residentMegabytes(pid);
  await work();
  return { before, after: residentMegabytes(pid) };
}

/** Each figure's median over the rounds. */
function middle(all: readonly Measured[]): Measured {
  const of = (pick: (one: Measured) => number): number => median(all.map(pick));
  return { perSecond: of((one) => one.perSecond), median: of((one) => one.median), p99: of((one) => one.p99), cpu: of((one) => one.cpu), databaseCpu: of((one) => one.databaseCpu), statements: of((one) => one.statements), signing: of((one) => one.signing) };
}

const names: Readonly<Record<ContenderName, string>> = { cloudclass: 'Cloudclass', stock: 'stock ltijs', bare: 'bare express + jose + pg' };
const reaches: Readonly<Record<Reach, string>> = { post: 'login and POST', page: 'with the first page', everything: 'with everything the learner sees' };

function outcomeOf(measured: ReadonlyMap<string, Measured>, memory: Memory): Outcome {
  const at = (contender: ContenderName, reach: Reach): Measured => {
    const found = measured.get(`${contender} ${reach}`);
    if (found === undefined) throw new Error(`${contender} ${reach} was not measured`);
    return found;
  };
  const figures = (Object.keys(stretches) as ContenderName[]).flatMap((contender) => stretches[contender].flatMap((reach) => figuresOf(contender, reach, at(contender, reach))));
  const [ours, stock, bare] = [at('cloudclass', 'page'), at('stock', 'page'), at('bare', 'page')];
  return {
    figures: [
      ...figures,
      { name: 'signingMillisecondsPerLaunch', label: 'signing in the driver, in all of the above', value: ours.signing, unit: 'ms' },
      { name: 'residentBeforeMegabytes', label: 'Cloudclass, resident before the memory run', value: memory.before, unit: 'MB' },
      { name: 'residentAfterMegabytes', label: 'Cloudclass, resident after it', value: memory.after, unit: 'MB' },
    ],
    ratios: [
      { name: 'launchesPerSecond', label: 'complete launches a second, ours / stock', value: ours.perSecond / stock.perSecond, target: { at: 'least', value: 5 } },
      { name: 'launchesPerSecondWithoutPage', label: 'login and POST a second, ours / stock', value: at('cloudclass', 'post').perSecond / at('stock', 'post').perSecond },
      { name: 'everythingPerSecond', label: 'with everything the learner sees, ours / stock with its sentence', value: at('cloudclass', 'everything').perSecond / stock.perSecond },
      { name: 'p99ToMedian', label: 'our p99 / median of stock', value: ours.p99 / stock.median, target: { at: 'most', value: 1 } },
      { name: 'statementsPerLaunch', label: 'our statements for login and POST', value: at('cloudclass', 'post').statements, target: { at: 'most', value: 3 } },
      { name: 'ofBare', label: 'complete launches a second, ours / bare', value: ours.perSecond / bare.perSecond },
      { name: 'cpuOfStock', label: 'processor time for a complete launch, tool and database, stock / ours', value: (stock.cpu + stock.databaseCpu) / (ours.cpu + ours.databaseCpu) },
    ],
  };
}

function figuresOf(contender: ContenderName, reach: Reach, measured: Measured): Figure[] {
  const figure = (what: string, column: string, value: number, unit: string): Figure => ({ name: `${contender}${capital(reach)}${what}`, label: `${names[contender]}, ${reaches[reach]}`, column, value, unit });
  return [
    figure('PerSecond', 'launches', measured.perSecond, '/s'),
    figure('MedianMilliseconds', 'median', measured.median, 'ms'),
    figure('P99Milliseconds', 'p99', measured.p99, 'ms'),
    figure('CpuMilliseconds', 'CPU of the tool', measured.cpu, 'ms'),
    figure('DatabaseCpuMilliseconds', 'CPU of PostgreSQL', measured.databaseCpu, 'ms'),
    figure('Statements', 'statements', measured.statements, ''),
  ];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
