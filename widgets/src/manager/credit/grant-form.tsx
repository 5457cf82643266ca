import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { randomId } from '../../session/random-id.ts';
import { useAct } from '../../api/use-act.ts';
import { useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { readAmount } from '../../staff/amount-input.ts';
import { FieldRow } from '../../staff/field-row.tsx';
import { usePersonName } from '../../staff/person-name.tsx';
import { staffWords } from '../../staff/words/index.ts';
import { managerWords } from '../words/index.ts';
import { grantMutation, type Credit, type Grant } from './credit-document.ts';

interface GrantFormProps {
  readonly credit: Credit;
  readonly onGranted: (grant: Grant) => void;
}

interface Fields {
  readonly learnerId: string;
  readonly courseId: string;
  readonly amount: string;
  readonly reason: string;
}

const emptyFields: Fields = { learnerId: '', courseId: '', amount: '', reason: '' };

/** Grants credit to a learner in a course. */
export function GrantForm({ credit, onGranted }: GrantFormProps) {
  const words = useWords(managerWords).credit;
  const grant = useAct(grantMutation);
  const [fields, setFields] = useState(emptyFields);
  // names this grant until it is granted: pressed twice, or sent again after an answer that was lost, it is granted once
  const [key, setKey] = useState(randomId);
  const { currency } = credit.usage.total;
  const amount = readAmount(fields.amount, currency);
  const people = peopleOf(credit);
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (amount === null) return;
    const done = await grant.run({ key, learnerId: fields.learnerId, courseId: fields.courseId, reason: fields.reason.trim(), amount, currency });
    if (!done) return;
    setFields(emptyFields);
    setKey(randomId());
    onGranted(done.grantCredit);
    // the button that had the keyboard is switched off until there is something to grant again
    form.current?.querySelector('select')?.focus();
  };
  if (people.length === 0) return <Notice tone="quiet" title={words.noLearners} />;
  const ready = fields.learnerId !== '' && fields.courseId !== '' && amount !== null && fields.reason.trim() !== '';
  return (
    <form ref={form} onSubmit={(event) => void submit(event)}>
      {grant.error && <ErrorNotice error={grant.error} onDismiss={grant.forget} />}
      <GrantFields credit={credit} people={people} fields={fields} wrongAmount={fields.amount !== '' && amount === null} onChange={(change) => setFields({ ...fields, ...change })} />
      <Button type="submit" disabled={!ready || grant.busy}>
        {grant.busy ? words.granting : words.grant}
      </Button>
    </form>
  );
}

interface GrantFieldsProps {
  readonly credit: Credit;
  readonly people: readonly Person[];
  readonly fields: Fields;
  readonly wrongAmount: boolean;
  readonly onChange: (change: Partial<Fields>) => void;
}

function GrantFields({ credit, people, fields, wrongAmount, onChange }: GrantFieldsProps) {
  const words = useWords(managerWords).credit;
  const { money } = useWords(staffWords);
  const name = usePersonName();
  const none = { value: '', label: words.choose };
  return (
    <FieldRow>
      <NativeSelect
        required
        label={words.learner}
        value={fields.learnerId}
        onChange={(event) => onChange({ learnerId: event.currentTarget.value })}
        data={[none, ...people.map((person) => ({ value: person.id, label: name(person) }))]}
      />
      <NativeSelect
        required
        label={words.course}
        value={fields.courseId}
        onChange={(event) => onChange({ courseId: event.currentTarget.value })}
        data={[none, ...credit.usage.byCourse.map((course) => ({ value: course.id, label: course.name }))]}
      />
      <TextInput
        required
        inputMode="decimal"
        label={`${words.amount} (${credit.usage.total.currency})`}
        error={wrongAmount ? money.notAnAmount : null}
        value={fields.amount}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <TextInput required label={words.reason} description={words.reasonHint} inputWrapperOrder={['label', 'input', 'description', 'error']} maxLength={500} value={fields.reason} onChange={(event) => onChange({ reason: event.currentTarget.value })} />
    </FieldRow>
  );
}

type Person = Grant['learner'];

/** Everybody the manager's pages know of, once each, by name. */
function peopleOf({ creditGrants, usageRows, leases }: Credit): readonly Person[] {
  const people = [...creditGrants, ...usageRows, ...leases].map(({ learner }) => [learner.id, learner] as const);
  return [...new Map(people).values()].toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
}
