import { listContracts, spentUnderContracts, writeMoney, type Contract, type Money } from '@cloudclass/billing';
import type { Command } from 'commander';
import { customerCalled, institutionCalled, listCustomers, unitCalled, type Customer } from '../features/identity/institutions.ts';
import type { Sql } from '../ports/sql.ts';
import { addContract, budgetOf, endContract, setBudget, termsOf, withdrawContract } from '../use-cases/contracts.ts';
import type { SalesCommandDeps } from './catalog-commands.ts';
import { explained } from './explained.ts';
import { basisPoints, instant, money } from './options.ts';

interface AddOptions {
  readonly allowance: Money;
  readonly discount: number;
  readonly unit?: string;
  readonly from?: Date;
  readonly until?: Date;
}

/** Adds `contract list | add | end | withdraw | budget` to a program. */
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
    .option('--unit <name>', 'a business unit of the institution; the whole institution, where it is left out')
    .option('--from <time>', 'from when on; now, where it is left out', instant)
    .option('--until <time>', 'until when; open, where it is left out', instant)
    .action((institution: string, options: AddOptions) => explained(contract, () => deps.withSql((sql) => add(deps, sql, institution, options))));
  contract
    .command('end')
    .description('let a contract end sooner than it would; without another one the institution\'s labs end with it')
    .argument('<id>', 'id of the contract, as list shows it')
    .option('--at <time>', 'when; now, where it is left out', instant)
    .action((id: string, { at }: { readonly at?: Date }) => explained(contract, () => deps.withSql((sql) => end(deps, sql, id, at ?? null))));
  contract
    .command('withdraw')
    .description('take back a contract that has not begun')
    .argument('<id>', 'id of the contract, as list shows it')
    .action((id: string) => explained(contract, () => deps.withSql((sql) => withdraw(deps, sql, id))));
  contract
    .command('budget')
    .description('what an institution means to spend in a month: shown to its manager, no limit')
    .argument('<institution>', 'slug or name of the institution')
    .argument('<amount>', 'for instance "300000 KRW", in the currency of its contract', money)
    .action((institution: string, amount: Money) => explained(contract, () => deps.withSql((sql) => budget(deps, sql, institution, amount))));
}

async function add(deps: SalesCommandDeps, sql: Sql, called: string, { allowance, discount, unit, from, until }: AddOptions): Promise<void> {
  const customer = await customerCalled(sql, called);
  const unitId = unit === undefined ? null : unitCalled(customer, unit).id;
  const terms = { institutionId: customer.id, unitId, currency: allowance.currency, allowance: allowance.amount, discountBasisPoints: discount, startsAt: from ?? null, endsAt: until ?? null };
  deps.print(`${[customer.slug, ...(unit === undefined ? [] : [unit])].join(', ')}: ${termsOf(await addContract({ ...deps, sql }, terms, 'cloudclass contract add'))}`);
}

async function end(deps: SalesCommandDeps, sql: Sql, id: string, at: Date | null): Promise<void> {
  deps.print(`${id}: ${termsOf(await endContract({ ...deps, sql }, { id, at }, 'cloudclass contract end'))}`);
}

async function withdraw(deps: SalesCommandDeps, sql: Sql, id: string): Promise<void> {
  deps.print(`${id}: withdrawn, ${termsOf(await withdrawContract({ ...deps, sql }, id, 'cloudclass contract withdraw'))}`);
}

async function budget(deps: SalesCommandDeps, sql: Sql, called: string, amount: Money): Promise<void> {
  const { id: institutionId, slug } = await institutionCalled(sql, called);
  await setBudget({ ...deps, sql }, { institutionId, budget: amount }, 'cloudclass contract budget');
  deps.print(`${slug}: ${budgetOf(amount)}`);
}

async function standing(sql: Sql): Promise<string[]> {
  const spent = await spentUnderContracts({ sql });
  const contracts = (await listContracts({ sql })).map((contract) => ({ ...contract, spent: spent.get(contract.id) ?? 0n }));
  return (await listCustomers(sql)).flatMap((customer) => linesOf(customer, contracts.filter(({ institutionId }) => institutionId === customer.id)));
}

function linesOf({ slug, name, units, budget }: Customer, contracts: readonly (Contract & { readonly spent: bigint })[]): string[] {
  const own = contracts.map(({ spent, ...contract }) => {
    const unit = units.find(({ id }) => id === contract.unitId);
    return `  ${contract.id}  ${unit === undefined ? '' : `${unit.name}: `}${termsOf(contract)}, ${writeMoney({ amount: spent, currency: contract.currency })} spent`;
  });
  return [
    `${slug}  ${name}`,
    ...(budget === null ? [] : [`  budget: ${budgetOf(budget)}`]),
    ...(own.length === 0 ? ['  no contract yet: its labs do not start'] : own),
  ];
}
