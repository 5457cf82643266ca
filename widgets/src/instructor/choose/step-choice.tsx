import { Checkbox } from '@mantine/core';
import { useLocalized, useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import { faultsOf, neededBy, withStep, type Choice } from './choice.ts';
import classes from './choose.module.css';

interface StepChoiceProps {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

/** The steps of a lab to tick. A step that another chosen one needs says so; taking it out takes the other along. */
export function StepChoice({ choice, onChange }: StepChoiceProps) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  return (
    <fieldset className={classes['steps']}>
      <legend>{words.stepsLabel}</legend>
      <p className={classes['quiet']}>{words.stepsHint}</p>
      {choice.pack.steps.map((step) => {
        const [needing] = neededBy(choice, step);
        return (
          <Checkbox
            key={step.id}
            label={text(step.title)}
            description={needing === undefined ? words.points(step.points) : `${words.points(step.points)} · ${words.neededBy(text(needing.title))}`}
            checked={choice.stepIds.includes(step.id)}
            onChange={(event) => onChange(withStep(choice, step, event.currentTarget.checked))}
          />
        );
      })}
      {faultsOf(choice).steps && (
        <p className={classes['wrong']} role="alert">
          {words.noSteps}
        </p>
      )}
    </fieldset>
  );
}
