import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useNow } from '../../format/clock.ts';
import { useWords } from '../../messages/language.ts';
import { readAmount } from '../../staff/amount-input.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { staffWords } from '../../staff/words/index.ts';
import { currencies, publishMutation, type Currency, type Price, type Product } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { hourSeconds } from './hour-price.ts';
import { PriceEffect } from './price-effect.tsx';
import classes from './prices.module.css';

interface PriceFormProps {
  readonly product: Product;
  readonly onPublished: () => void;
}

const minuteMs = 60_000;

/** A price for an hour from a day on, with what it changes, before it is published. */
export function PriceForm({ product, onPublished }: PriceFormProps) {
  const publish = useAct(publishMutation);
  const words = useWords(salesWords).prices;
  const [asking, setAsking] = useState(false);
  const [fields, setFields] = useState<Fields>({ amount: '', currency: 'KRW', date: '' });
  const plan = usePlan(fields);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  const confirm = async () => {
    if (plan.price === null) return;
    const { amount, from } = plan.price;
    const done = await publish.run({ product: product.code, amount: amount.amount, currency: amount.currency, perQuantity: hourSeconds, from });
    if (!done) return;
    setAsking(false);
    onPublished();
  };
  const effect = plan.price && <PriceEffect prices={product.prices} planned={plan.price} />;
  return (
    <form className={classes['form']} onSubmit={ask}>
      <PriceFields fields={fields} plan={plan} onChange={(change) => setFields({ ...fields, ...change })} />
      {effect}
      <Button type="submit" disabled={plan.price === null}>
        {words.publishNow}
      </Button>
      <Confirm opened={asking} title={words.confirmTitle} confirm={words.publishNow} doing={words.publishing} busy={publish.busy} error={publish.error} onConfirm={() => void confirm()} onClose={() => setAsking(false)}>
        {effect}
        <p>{words.confirmText}</p>
      </Confirm>
    </form>
  );
}

interface Fields {
  readonly amount: string;
  readonly currency: Currency;
  /** Such as 2026-12-01, in the reader's own zone. */
  readonly date: string;
}

export type PlannedPrice = Pick<Price, 'amount' | 'from' | 'perQuantity'>;

interface Plan {
  /** Null until the fields say one. */
  readonly price: PlannedPrice | null;
  readonly wrongAmount: boolean;
  readonly wrongDate: boolean;
}

function usePlan({ amount, currency, date }: Fields): Plan {
  const now = useNow(minuteMs);
  const minor = readAmount(amount, currency);
  const from = date === '' ? null : new Date(`${date}T00:00:00`);
  const future = from !== null && from.getTime() > now;
  return {
    price: minor === null || !future ? null : { amount: { amount: minor, currency }, from: from.toISOString(), perQuantity: hourSeconds },
    wrongAmount: amount !== '' && minor === null,
    wrongDate: from !== null && !future,
  };
}

function PriceFields({ fields, plan, onChange }: { readonly fields: Fields; readonly plan: Plan; readonly onChange: (change: Partial<Fields>) => void }) {
  const words = useWords(salesWords).prices;
  const { money } = useWords(staffWords);
  return (
    <>
      <TextInput
        required
        inputMode="decimal"
        label={words.amount}
        error={plan.wrongAmount ? money.notAnAmount : null}
        value={fields.amount}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <NativeSelect label={words.currency} value={fields.currency} data={[...currencies]} onChange={(event) => onChange({ currency: event.currentTarget.value === 'USD' ? 'USD' : 'KRW' })} />
      <TextInput
        required
        type="date"
        label={words.date}
        description={words.dateHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={plan.wrongDate ? words.datePast : null}
        value={fields.date}
        onChange={(event) => onChange({ date: event.currentTarget.value })}
      />
    </>
  );
}
