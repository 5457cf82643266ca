import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { instructorWords } from '../words/index.ts';
import { faultsOf, isFaulty, ownPoints, type Choice } from './choice.ts';
import classes from './choose.module.css';
import { StepChoice } from './step-choice.tsx';

export interface ChoiceFormProps {
  readonly choice: Choice;
  /** Where the platform has named the activity itself, there is no name to give. */
  readonly named: boolean;
  /** How many learners have begun it. */
  readonly begun: number;
  /** Of the button, and while it works. */
  readonly save: string;
  readonly saving: string;
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly onSave: (choice: Choice) => void;
}

/** Sets a lab: which steps, how many points, when, in which language. Nothing is taken over before it is saved. */
export function ChoiceSheet({ form, onClose }: { readonly form: ChoiceFormProps | null; readonly onClose: () => void }) {
  const text = useLocalized();
  return (
    <Sheet opened={form !== null} title={form === null ? '' : text(form.choice.pack.title)} onClose={onClose}>
      {form !== null && <ChoiceForm {...form} />}
    </Sheet>
  );
}

function ChoiceForm({ choice: first, named, begun, save, saving, busy, error, onSave }: ChoiceFormProps) {
  const words = useWords(instructorWords).choose;
  const [choice, setChoice] = useState(first);
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(choice);
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      {begun > 0 && <Notice tone="warn" title={words.begun(begun)} />}
      {named && <TextInput label={words.name} description={words.nameHint} maxLength={200} value={choice.name} onChange={(event) => change({ name: event.currentTarget.value })} />}
      <StepChoice choice={choice} onChange={setChoice} />
      <PointsField choice={choice} onChange={change} />
      <DateFields choice={choice} onChange={change} />
      <NativeSelect
        label={words.language}
        value={choice.language ?? ''}
        onChange={({ currentTarget: { value } }) => change({ language: value === 'KO' || value === 'EN' ? value : null })}
        data={[
          { value: '', label: words.everyOwn },
          { value: 'KO', label: words.korean },
          { value: 'EN', label: words.english },
        ]}
      />
      {error && <ErrorNotice error={error} />}
      <Button type="submit" disabled={busy || isFaulty(choice)}>
        {busy ? saving : save}
      </Button>
    </form>
  );
}

interface FieldProps {
  readonly choice: Choice;
  readonly onChange: (part: Partial<Choice>) => void;
}

function PointsField({ choice, onChange }: FieldProps) {
  const words = useWords(instructorWords).choose;
  const least = Math.max(1, choice.stepIds.length);
  return (
    <TextInput
      className={classes['points'] ?? ''}
      label={words.pointsLabel}
      description={words.pointsHint(ownPoints(choice))}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="numeric"
      required
      error={faultsOf(choice).points ? words.pointsWrong(least) : null}
      value={choice.points}
      onChange={(event) => onChange({ points: event.currentTarget.value })}
    />
  );
}

function DateFields({ choice, onChange }: FieldProps) {
  const words = useWords(instructorWords).choose;
  const fields = [
    ['availableFrom', words.opens],
    ['dueAt', words.dueLabel],
    ['availableUntil', words.closes],
  ] as const;
  const wrong = faultsOf(choice).dates;
  return (
    <div className={classes['datesPart']}>
      <div className={classes['dates']}>
        {fields.map(([name, label]) => (
          <TextInput key={name} type="datetime-local" label={label} aria-invalid={wrong} value={choice[name]} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
        ))}
      </div>
      <p className={classes['quiet']}>{words.datesHint}</p>
      {wrong && (
        <p className={classes['wrong']} role="alert">
          {words.datesWrong}
        </p>
      )}
    </div>
  );
}
