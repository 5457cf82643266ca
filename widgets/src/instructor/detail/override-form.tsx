import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import classes from './detail.module.css';

interface OverrideFormProps {
  readonly passedNow: boolean;
  readonly busy: boolean;
  readonly onSave: (passed: boolean, reason: string) => Promise<void>;
}

/** Changes a step's result; without a reason nothing is changed. */
export function OverrideForm({ passedNow, busy, onSave }: OverrideFormProps) {
  const words = useWords(instructorWords).detail;
  const [result, setResult] = useState(passedNow ? 'not-passed' : 'passed');
  const [reason, setReason] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    void onSave(result === 'passed', reason.trim());
  };
  return (
    <form className={classes['form']} onSubmit={save}>
      <NativeSelect
        label={words.result}
        value={result}
        onChange={(event) => setResult(event.currentTarget.value)}
        data={[
          { value: 'passed', label: words.passed },
          { value: 'not-passed', label: words.notPassed },
        ]}
      />
      <TextInput required label={words.reason} description={words.reasonHint} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <Button type="submit" size="compact-md" fz="sm" disabled={reason.trim() === '' || busy}>
        {busy ? words.saving : words.save}
      </Button>
    </form>
  );
}
