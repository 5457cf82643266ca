import { quirksOf, type Product } from './products.ts';
import type { Quirk } from './quirk-list.ts';

/** The quirks in force. Changed while the LMS runs, except the issuer's: a tool has been told the issuer by then. */
export class Quirks {
  readonly product: Product;
  #active: ReadonlySet<Quirk>;

  /** @param quirks instead of those the product is known for */
  constructor(product: Product = 'haneul', quirks: readonly Quirk[] = quirksOf(product)) {
    this.product = product;
    this.#active = new Set(quirks);
  }

  has(quirk: Quirk): boolean {
    return this.#active.has(quirk);
  }

  list(): readonly Quirk[] {
    return [...this.#active].toSorted();
  }

  /** From now on these, and no others. */
  replace(quirks: readonly Quirk[]): void {
    this.#active = new Set(quirks);
  }
}
