import { contractInForce, createContract, endContract, listContracts, writeMoney, BillingError, type Contract, type Money } from '@cloudclass/billing';
import type { Command } from 'commander';
import { noteAct } from '../features/audit/audit.ts';
import { institutionCalled, listInstitutions, setMonthlyBudget, type Institution } from '../features/identity/institutions.ts';
import { institutionIdSchema } from '../domain/ids.ts';
import type { Sql } from '../ports/sql.ts';
import type { SalesCommandDeps } from './catalog-commands.ts';
import { explained } from './explained.ts';
import { basisPoints, instant, money } from './options.ts';

interface AddOptions {
  readonly allowance: Money;
  readonly discount: number;
  readonly from?: Date;
  readonly until?: Date;
}

/** Adds `contract list | add | end | budget` to a program. */
export function addContractCommands(program: Command, deps: SalesCommandDeps): void {
  const contract = program.command('contract').description('on what terms an institution buys; without one its labs do not start');
  contract
    .command('list')
    .description('show every institution with its contracts')
    .action(() => explained(contract, () => deps.withSql(async (sql) => (await standing(sql)).forEach((line) => deps.print(line)))));
  contract
    .command('add')
    .description('set up a contract; of several in force the one that began last holds')
    .argument('<institution>', 'slug or name of the institution')
    .requiredOption('--allowance <amount>', 'credit that each learner gets in each course, for instance "5000 KRW"; its currency is the contract\'s', money)
    .option('--discount <percent>', 'off the list price, for instance 12.5', basisPoints, 0)
    .option('--from <time>', 'from when on; now, where it is left out', instant)
    .option('--until <time>', 'until when; open, where it is left out', instant)
    .action((institution: string, options: AddOptions) => explained(contract, () => deps.withSql((sql) => add(deps, sql, institution, options))));
  contract
    .command('end')
    .description('let a contract end sooner than it would; without another one the institution\'s labs end with it')
    .argument('<id>', 'id of the contract, as list shows it')
    .option('--at <time>', 'when; now, where it is left out', instant)
    .action((id: string, { at }: { readonly at?: Date }) => explained(contract, () => deps.withSql((sql) => end(deps, sql, id, at ?? deps.clock.now()))));
  contract
    .command('budget')
    .description('what an institution means to spend in a month: shown to its manager, no limit')
    .argument('<institution>', 'slug or name of the institution')
    .argument('<amount>', 'for instance "300000 KRW", in the currency of its contract', money)
    .action((institution: string, amount: Money) => explained(contract, () => deps.withSql((sql) => budget(deps, sql, institution, amount))));
}

async function add(deps: SalesCommandDeps, sql: Sql, called: string, { allowance, discount, from, until }: AddOptions): Promise<void> {
  const { id: institutionId, slug } = await institutionCalled(sql, called);
  const startsAt = from ?? deps.clock.now();
  if (until !== undefined && until <= startsAt) throw new BillingError('PERIOD_INVALID');
  const contract = await sql.transaction(async (tx) => {
    const made = await createContract({ ...deps, sql: tx }, { institutionId, currency: allowance.currency, allowance: allowance.amount, discountBasisPoints: discount, startsAt, endsAt: until ?? null });
    await noteAct(deps, tx, { institutionId, actor: 'cloudclass contract add', action: 'contract.added', target: made.id, detail: termsOf(made) });
    return made;
  });
  deps.print(`${slug}: ${termsOf(contract)}`);
}

async function end(deps: SalesCommandDeps, sql: Sql, id: string, at: Date): Promise<void> {
  const contract = await sql.transaction(async (tx) => {
    const ended = await endContract({ ...deps, sql: tx }, id, at);
    await noteAct(deps, tx, { institutionId: institutionIdSchema.parse(ended.institutionId), actor: 'cloudclass contract end', action: 'contract.ended', target: id, detail: termsOf(ended) });
    return ended;
  });
  deps.print(`${id}: ${termsOf(contract)}`);
}

async function budget(deps: SalesCommandDeps, sql: Sql, called: string, { amount, currency }: Money): Promise<void> {
  const { id, slug } = await institutionCalled(sql, called);
  const { currency: bought } = await contractInForce(sql, id, deps.clock.now());
  if (bought !== currency) throw new BillingError('CONTRACT_CURRENCY_DIFFERS', { detail: `the contract is in ${bought}` });
  const words = `${writeMoney({ amount, currency })} a month`;
  await sql.transaction(async (tx) => {
    await setMonthlyBudget(tx, id, amount);
    await noteAct(deps, tx, { institutionId: id, actor: 'cloudclass contract budget', action: 'budget.set', target: id, detail: words });
  });
  deps.print(`${slug}: ${words}`);
}

async function standing(sql: Sql): Promise<string[]> {
  const contracts = await listContracts({ sql });
  return (await listInstitutions(sql)).flatMap((institution) => linesOf(institution, contracts.filter(({ institutionId }) => institutionId === institution.id)));
}

function linesOf({ slug, name }: Institution, contracts: readonly (Contract & { readonly spent: bigint })[]): string[] {
  const own = contracts.map((contract) => `  ${contract.id}  ${termsOf(contract)}, ${writeMoney({ amount: contract.spent, currency: contract.currency })} spent`);
  return [`${slug}  ${name}`, ...(own.length === 0 ? ['  no contract yet: its labs do not start'] : own)];
}

function termsOf({ allowance, currency, discountBasisPoints, startsAt, endsAt }: Contract): string {
  const time = `from ${startsAt.toISOString()}${endsAt === null ? '' : ` until ${endsAt.toISOString()}`}`;
  return `${writeMoney({ amount: allowance, currency })} for each learner and course, ${discountBasisPoints / 100} % off, ${time}`;
}
