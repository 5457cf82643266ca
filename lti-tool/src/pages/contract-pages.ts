import { BillingError, contractsInForce, listContracts, spentUnderContracts, type Contract, type Currency } from '@cloudclass/billing';
import { z } from 'zod';
import { fail } from '../errors.ts';
import { institutionOf, listCustomers, type Customer } from '../features/identity/institutions.ts';
import { addContract, endContract, setBudget, withdrawContract } from '../use-cases/contracts.ts';
import { amountOf } from './amount.ts';
import type { PageDeps } from './page-deps.ts';
import type { SalesPages } from './pages.ts';
import { actorName, asStaff } from './rights.ts';
import type { ContractView, CustomerView } from './views/sales.ts';

type ContractPages = Pick<SalesPages, 'contracts' | 'customers' | 'addContract' | 'endContract' | 'withdrawContract' | 'setBudget'>;

/** A clock that is a little behind must not make "from now on" a time in the past. */
const TOLERANCE_MILLISECONDS = 60_000;

/** What sales sees of contracts, and does with them. */
export function createContractPages(deps: PageDeps): ContractPages {
  return {
    async contracts(session) {
      asStaff(session, 'sales');
      return contractViews(deps);
    },
    async customers(session) {
      asStaff(session, 'sales');
      return customerViews(deps);
    },
    async addContract(session, { key, institutionId, unitId, currency, allowance, discountBasisPoints, from, to }) {
      const by = actorName(asStaff(session, 'sales'));
      if (from && from.getTime() < deps.clock.now().getTime() - TOLERANCE_MILLISECONDS) throw new BillingError('CONTRACT_IN_THE_PAST');
      const terms = { id: keyOf(key), institutionId, unitId: unitId ?? null, currency, allowance: amountOf(allowance), discountBasisPoints, startsAt: from ?? null, endsAt: to ?? null };
      return shown(deps, await addContract(deps, terms, by));
    },
    async endContract(session, { id, at }) {
      const by = actorName(asStaff(session, 'sales'));
      return shown(deps, await endContract(deps, { id, at: at ?? null }, by));
    },
    async withdrawContract(session, id) {
      const by = actorName(asStaff(session, 'sales'));
      await withdrawContract(deps, id, by);
      return contractViews(deps);
    },
    async setBudget(session, { institutionId, amount, currency }) {
      const by = actorName(asStaff(session, 'sales'));
      const { id } = await institutionOf(deps.sql, institutionId);
      await setBudget(deps, { institutionId: id, budget: { amount: amountOf(amount), currency } }, by);
      const view = (await customerViews(deps)).find((known) => known.id === id);
      if (view === undefined) throw fail('INTERNAL', { detail: `institution ${id} vanished` });
      return view;
    },
  };
}

/** @throws BAD_INPUT */
function keyOf(key: string): string {
  const parsed = z.uuid().safeParse(key);
  if (!parsed.success) throw fail('BAD_INPUT', { detail: 'key' });
  // as PostgreSQL writes it: the contract is found again by it
  return parsed.data.toLowerCase();
}

/** A contract that was acted on, as the list has it. */
async function shown(deps: PageDeps, { id }: Contract): Promise<ContractView> {
  const view = (await contractViews(deps)).find((known) => known.id === id);
  if (view === undefined) throw fail('INTERNAL', { detail: `contract ${id} vanished` });
  return view;
}

async function contractViews(deps: PageDeps): Promise<ContractView[]> {
  const [known, spent] = [await listCustomers(deps.sql), await spentUnderContracts(deps)];
  const customers = new Map(known.map((customer) => [customer.id as string, customer]));
  return (await listContracts(deps)).map((contract) => {
    const { name, units } = customers.get(contract.institutionId) ?? { name: contract.institutionId, units: [] };
    return {
      id: contract.id,
      institution: { id: contract.institutionId, name },
      unit: contract.unitId === null ? null : (units.find(({ id }) => id === contract.unitId) ?? { id: contract.unitId, name: contract.unitId }),
      currency: contract.currency,
      discountPercent: contract.discountBasisPoints / 100,
      allowance: { amount: contract.allowance, currency: contract.currency },
      from: contract.startsAt,
      to: contract.endsAt,
      spent: { amount: spent.get(contract.id) ?? 0n, currency: contract.currency },
    };
  });
}

async function customerViews({ sql, clock }: PageDeps): Promise<CustomerView[]> {
  const currencies = new Map((await contractsInForce(sql, clock.now())).map(({ institutionId, currency }) => [institutionId, currency]));
  return (await listCustomers(sql)).map((customer) => customerView(customer, currencies.get(customer.id) ?? null));
}

/** @param currency of the contract in force; the budget may have been set under an earlier one */
function customerView({ id, name, units, budget }: Customer, currency: Currency | null): CustomerView {
  return { id, name, units, currency, budget };
}
