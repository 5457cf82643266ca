import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../api/use-ask.ts';
import { Money } from '../format/money.tsx';
import { Panel } from '../learner/panel.tsx';
import { useLanguage, useLocalized, useWords } from '../messages/language.ts';
import { Asked } from '../staff/asked.tsx';
import { Figures } from '../staff/figures.tsx';
import { useKept } from '../staff/use-kept.ts';
import { useSettled } from '../staff/use-settled.ts';
import classes from './calculator.module.css';
import { formatPercent } from './contracts/format-percent.ts';
import { contractsQuery, priceCheckQuery, productsQuery, type Contract, type Product } from './sales-document.ts';
import { salesWords } from './words/index.ts';

const noVariables = {};
const mostMinutes = 10_000_000;

/** What a lab costs under a contract, as the server itself would rate it. */
export function Calculator() {
  const products = useKept(useAsk(productsQuery, noVariables));
  const contracts = useKept(useAsk(contractsQuery, noVariables));
  return (
    <Asked answer={products}>
      {(catalogue) => <Asked answer={contracts}>{(agreed) => <CalculatorForm products={catalogue.products} contracts={agreed.contracts} />}</Asked>}
    </Asked>
  );
}

function CalculatorForm({ products, contracts }: { readonly products: readonly Product[]; readonly contracts: readonly Contract[] }) {
  const words = useWords(salesWords).calculator;
  const { language } = useLanguage();
  const text = useLocalized();
  const [product, setProduct] = useState(products[0]?.code ?? null);
  const [contractId, setContractId] = useState('');
  const [minutes, setMinutes] = useState('60');
  const read = readMinutes(minutes);
  const asked = useSettled(read);
  if (product === null) return <p>{words.none}</p>;
  return (
    <Panel title={words.title}>
      <div className={classes['fields']}>
        <NativeSelect label={words.product} value={product} onChange={(event) => setProduct(event.currentTarget.value)} data={products.map(({ code, name }) => ({ value: code, label: text(name) }))} />
        <NativeSelect
          label={words.contract}
          value={contractId}
          onChange={(event) => setContractId(event.currentTarget.value)}
          data={[{ value: '', label: words.listPrice }, ...contracts.map(({ id, institution, discountPercent }) => ({ value: id, label: `${institution.name} · ${formatPercent(discountPercent, language)}` }))]}
        />
        <TextInput inputMode="numeric" label={words.minutes} error={read === null ? words.minutesWrong : null} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)} />
      </div>
      {asked !== null && <Check product={product} minutes={asked} contractId={contractId === '' ? null : contractId} />}
    </Panel>
  );
}

function Check({ product, minutes, contractId }: { readonly product: string; readonly minutes: number; readonly contractId: string | null }) {
  const words = useWords(salesWords).calculator;
  const answer = useKept(useAsk(priceCheckQuery, { product, minutes, contractId }));
  return (
    <Asked answer={answer} what={words.calculating}>
      {({ priceCheck }) => (
        <div aria-live="polite">
          <Figures
            label={words.title}
            figures={[
              { label: words.list, value: <Money value={priceCheck.list} /> },
              { label: words.discount, value: <Money value={priceCheck.discount} /> },
              { label: words.net, value: <Money value={priceCheck.net} /> },
            ]}
          />
        </div>
      )}
    </Asked>
  );
}

function readMinutes(text: string): number | null {
  const minutes = Number(text.replaceAll(',', ''));
  return text.trim() !== '' && minutes >= 0 && minutes <= mostMinutes ? minutes : null;
}
