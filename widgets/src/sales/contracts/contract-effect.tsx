import { useNow } from '../../format/clock.ts';
import { formatInstant } from '../../format/instant-format.ts';
import { formatMoney } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import type { Agreed } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { buyerName } from './buyer-name.ts';
import type { ContractTerms } from './contract-plan.ts';
import { heldBy } from './contract-state.ts';
import classes from './contracts.module.css';
import { formatPercent } from './format-percent.ts';

const minuteMs = 60_000;

/** In words, what a contract means and from when on, before anybody has agreed. */
export function ContractEffect({ terms, agreed }: { readonly terms: ContractTerms; readonly agreed: Agreed }) {
  const words = useWords(salesWords).contracts.effect;
  const { language } = useLanguage();
  const now = useNow(minuteMs);
  const customer = agreed.customers.find(({ id }) => id === terms.institutionId);
  const unit = customer?.units.find(({ id }) => id === terms.unitId) ?? null;
  const buyer = { institution: { id: terms.institutionId }, unit };
  const before = heldBy(buyer, agreed.contracts, terms.from === null ? now : Date.parse(terms.from));
  const day = (at: string) => formatInstant(at, 'date', language);
  const percent = (points: number) => formatPercent(points / 100, language);
  const name = buyerName(customer ?? { name: '' }, unit);
  const sentences = [
    words.buys(name, percent(terms.discountBasisPoints), terms.from === null ? words.atOnce : words.fromDay(day(terms.from))),
    terms.allowance === '0' ? words.noAllowance : words.allowance(formatMoney({ amount: terms.allowance, currency: terms.currency }, language)),
    ...(before === null ? [] : [words.replaces(formatPercent(before.discountPercent, language))]),
    ...(unit === null ? [] : [words.unitFirst]),
    terms.to === null ? words.open : words.ends(day(terms.to)),
  ];
  return (
    <section className={classes['effect']} aria-label={words.title}>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
