import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { formatMoney } from '../../format/money-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { readAmount } from '../../staff/amount-input.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { staffWords } from '../../staff/words/index.ts';
import { setBudgetMutation, type Customer } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { useRefusal } from './refusal.ts';

interface BudgetDialogProps {
  readonly customer: Customer;
  readonly onSet: () => void;
  readonly onClose: () => void;
}

/** Changes what an institution means to spend in a month. */
export function BudgetDialog({ customer, onSet, onClose }: BudgetDialogProps) {
  const words = useWords(salesWords).customers;
  const { money } = useWords(staffWords);
  const { language } = useLanguage();
  const set = useAct(setBudgetMutation);
  const [text, setText] = useState('');
  const refusal = useRefusal(set.error);
  const currency = customer.currency ?? 'KRW';
  const amount = readAmount(text, currency);
  const confirm = async () => {
    if (amount === null || set.busy) return;
    if (await set.run({ institutionId: customer.id, amount, currency })) onSet();
  };
  const after = amount === null ? null : formatMoney({ amount, currency }, language);
  return (
    <Confirm opened title={words.budgetOf(customer.name)} confirm={words.change} doing={words.changing} busy={set.busy} notReady={amount === null} error={refusal === null ? set.error : null} onConfirm={() => void confirm()} onClose={onClose}>
      <TextInput
        required
        inputMode="decimal"
        label={words.amount(currency)}
        error={text !== '' && amount === null ? money.notAnAmount : (refusal?.sentence ?? null)}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          set.forget();
        }}
      />
      <p aria-live="polite">
        {after !== null && `${customer.budget === null ? words.firstBudget(after) : words.otherBudget(formatMoney(customer.budget, language), after)} `}
        {words.budgetText}
      </p>
    </Confirm>
  );
}
