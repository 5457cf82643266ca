import { NativeSelect, TextInput } from '@mantine/core';
import { useWords } from '../../messages/language.ts';
import { currencies, type Customer } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import type { ContractFields, ContractPlan } from './contract-plan.ts';
import classes from './contracts.module.css';
import type { Refusal } from './refusal.ts';

interface ContractFieldsetProps {
  readonly fields: ContractFields;
  readonly wrong: ContractPlan['wrong'];
  readonly refusal: Refusal | null;
  readonly customers: readonly Customer[];
  readonly onChange: (change: Partial<ContractFields>) => void;
}

const hintBelow: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** The fields of a contract, each with what is wrong with it. */
export function ContractFieldset(props: ContractFieldsetProps) {
  return (
    <>
      <WhoFields {...props} />
      <MoneyFields {...props} />
      <TimeFields {...props} />
    </>
  );
}

/** Why a field cannot be as it is: what the page sees itself, or else what the server said. */
function errorsOf({ wrong, refusal }: ContractFieldsetProps) {
  return (field: keyof ContractFields, said: string | null): string | null => (wrong[field] === true ? said : refusal?.field === field ? refusal.sentence : null);
}

function WhoFields(props: ContractFieldsetProps) {
  const words = useWords(salesWords).contracts;
  const error = errorsOf(props);
  const { fields, customers, onChange } = props;
  const chosen = customers.find(({ id }) => id === fields.institutionId);
  return (
    <>
      <NativeSelect
        required
        label={words.institution}
        error={error('institutionId', null)}
        value={fields.institutionId}
        // its contracts share one currency as long as they overlap
        onChange={({ currentTarget: { value } }) => onChange({ institutionId: value, unitId: '', currency: customers.find(({ id }) => id === value)?.currency ?? fields.currency })}
        data={[{ value: '', label: words.choose }, ...customers.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {chosen !== undefined && chosen.units.length > 0 && (
        <NativeSelect
          label={words.forWhom}
          description={words.forWhomHint}
          inputWrapperOrder={hintBelow}
          error={error('unitId', null)}
          value={fields.unitId}
          onChange={(event) => onChange({ unitId: event.currentTarget.value })}
          data={[{ value: '', label: words.whole }, ...chosen.units.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </>
  );
}

function MoneyFields(props: ContractFieldsetProps) {
  const words = useWords(salesWords).contracts;
  const error = errorsOf(props);
  const { fields, onChange } = props;
  return (
    <>
      <div className={classes['pair']}>
        <TextInput required inputMode="decimal" label={words.discountField} error={error('discount', words.discountWrong)} value={fields.discount} onChange={(event) => onChange({ discount: event.currentTarget.value })} />
        <NativeSelect label={words.currency} error={error('currency', null)} value={fields.currency} data={[...currencies]} onChange={(event) => onChange({ currency: event.currentTarget.value === 'USD' ? 'USD' : 'KRW' })} />
      </div>
      <TextInput
        required
        inputMode="decimal"
        label={words.allowanceField}
        description={words.allowanceHint}
        inputWrapperOrder={hintBelow}
        error={error('allowance', words.allowanceWrong)}
        value={fields.allowance}
        onChange={(event) => onChange({ allowance: event.currentTarget.value })}
      />
    </>
  );
}

function TimeFields(props: ContractFieldsetProps) {
  const words = useWords(salesWords).contracts;
  const error = errorsOf(props);
  const { fields, onChange } = props;
  return (
    <div className={classes['pair']}>
      <TextInput type="date" label={words.fromField} description={words.fromHint} inputWrapperOrder={hintBelow} error={error('from', words.fromWrong)} value={fields.from} onChange={(event) => onChange({ from: event.currentTarget.value })} />
      <TextInput type="date" label={words.toField} description={words.toHint} inputWrapperOrder={hintBelow} error={error('to', words.toWrong)} value={fields.to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
    </div>
  );
}
