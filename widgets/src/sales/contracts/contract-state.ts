import type { Contract } from '../sales-document.ts';

export type ContractState = 'coming' | 'running' | 'replaced' | 'ended';

type Terms = Pick<Contract, 'id' | 'from' | 'to'> & { readonly institution: { readonly id: string }; readonly unit: { readonly id: string } | null };

const runsAt = ({ from, to }: Terms, at: number): boolean => Date.parse(from) <= at && (to === null || Date.parse(to) > at);

/** Of contracts for the same institution or unit that run at a time, the one that began last holds; the others are replaced as long. */
export function contractState(contract: Terms, all: readonly Terms[], now: number): ContractState {
  if (Date.parse(contract.from) > now) return 'coming';
  if (!runsAt(contract, now)) return 'ended';
  return holding(sameBuyer(contract, all), now)?.id === contract.id ? 'running' : 'replaced';
}

/** The contract that holds at a time in place of one that is ended: for a unit also that of its institution. */
export function followerOf<Known extends Terms>(contract: Terms, all: readonly Known[], at: number): Known | null {
  const others = all.filter(({ id }) => id !== contract.id);
  const ofInstitution = others.filter(({ institution, unit }) => institution.id === contract.institution.id && unit === null);
  return holding(sameBuyer(contract, others), at) ?? holding(ofInstitution, at);
}

/** The contract that holds for an institution, or one of its units, at a time. */
export function heldBy<Known extends Terms>(buyer: Pick<Terms, 'institution' | 'unit'>, all: readonly Known[], at: number): Known | null {
  return holding(sameBuyer(buyer, all), at);
}

function sameBuyer<Known extends Terms>({ institution, unit }: Pick<Terms, 'institution' | 'unit'>, all: readonly Known[]): readonly Known[] {
  return all.filter((other) => other.institution.id === institution.id && other.unit?.id === unit?.id);
}

function holding<Known extends Terms>(contracts: readonly Known[], at: number): Known | null {
  return contracts.filter((contract) => runsAt(contract, at)).toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from))[0] ?? null;
}
