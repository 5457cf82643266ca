import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useNow } from '../../format/clock.ts';
import { useWords } from '../../messages/language.ts';
import { randomId } from '../../session/random-id.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { addContractMutation, type Agreed } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { buyerName } from './buyer-name.ts';
import { ContractEffect } from './contract-effect.tsx';
import { ContractFieldset } from './contract-fieldset.tsx';
import { planOf, type ContractFields } from './contract-plan.ts';
import classes from './contracts.module.css';
import { refusedField, useRefusal } from './refusal.ts';

interface ContractFormProps {
  readonly agreed: Agreed;
  /** @param name who buys */
  readonly onAdded: (name: string) => void;
}

const minuteMs = 60_000;
const emptyFields: ContractFields = { institutionId: '', unitId: '', currency: 'KRW', allowance: '', discount: '0', from: '', to: '' };

/** The terms of a new contract, with what they mean, before it is set up. */
export function ContractForm({ agreed, onAdded }: ContractFormProps) {
  const words = useWords(salesWords).contracts;
  const add = useAct(addContractMutation);
  const [fields, setFields] = useState(emptyFields);
  const [asking, setAsking] = useState(false);
  // names this contract until it is set up: pressed twice, or sent again after an answer that was lost, it is set up once
  const [key, setKey] = useState(randomId);
  const refusal = useRefusal(add.error);
  const plan = planOf(fields, useNow(minuteMs));
  const change = (changes: Partial<ContractFields>) => {
    setFields({ ...fields, ...changes });
    // other terms are another contract
    setKey(randomId());
    setAsking(false);
    add.forget();
  };
  const ask = (event: FormEvent) => {
    event.preventDefault();
    add.forget();
    setAsking(true);
  };
  const confirm = async () => {
    if (plan.terms === null || add.busy) return;
    const done = await add.run({ key, ...plan.terms });
    if (done) onAdded(buyerName(done.addContract.institution, done.addContract.unit));
  };
  const effect = plan.terms && <ContractEffect terms={plan.terms} agreed={agreed} />;
  return (
    <form className={classes['form']} onSubmit={ask}>
      <ContractFieldset fields={fields} wrong={plan.wrong} refusal={refusal} customers={agreed.customers} onChange={change} />
      {effect}
      <Button type="submit" disabled={plan.terms === null}>
        {words.addNow}
      </Button>
      {/* what a field was refused for stands at the field, which the dialog would hide */}
      <Confirm opened={asking && refusal === null} title={words.confirmTitle} confirm={words.addNow} doing={words.adding} busy={add.busy} error={add.error && refusedField(add.error) === null ? add.error : null} onConfirm={() => void confirm()} onClose={() => setAsking(false)}>
        {effect}
        <p>{words.confirmText}</p>
      </Confirm>
    </form>
  );
}
