/** Who buys, as a sentence names it: an institution, or one of its business units. */
export function buyerName(institution: { readonly name: string }, unit: { readonly name: string } | null): string {
  return unit === null ? institution.name : `${institution.name} · ${unit.name}`;
}
