import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useLocalized, useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { instructorWords } from '../words/index.ts';
import { Catalogue } from './catalogue.tsx';
import { choiceOf, labOf, newChoice, type Choice } from './choice.ts';
import { ChoiceSheet } from './choice-form.tsx';
import { configureMutation, type ActivityChoice, type PackToChoose } from './choose-document.ts';
import { PackCard } from './pack-card.tsx';

interface ConfigureActivityProps {
  /** Null while the activity has no lab. */
  readonly chosen: ActivityChoice | null;
  /** False where there is no activity to choose for. */
  readonly mayChoose: boolean;
  readonly onChanged: () => void;
}

/** Gives the activity of this session a lab, or sets the one it has anew. */
export function ConfigureActivity({ chosen, mayChoose, onChanged }: ConfigureActivityProps) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  const configure = useAct(configureMutation);
  const [setting, setSetting] = useState<Choice | null>(null);
  const [saved, setSaved] = useState(false);
  const save = async (choice: Choice) => {
    if (!(await configure.run({ lab: labOf(choice) }))) return;
    setSetting(null);
    setSaved(true);
    onChanged();
  };
  const isChosen = (pack: PackToChoose): boolean => chosen?.packId === pack.id;
  const current = (pack: PackToChoose): Choice | null => (chosen !== null && isChosen(pack) ? choiceOf(pack, text(pack.title), chosen) : null);
  const form = setting && { choice: setting, named: false, begun: isChosen(setting.pack) ? (chosen?.begun ?? 0) : 0, save: words.save, saving: words.saving, busy: configure.busy, error: configure.error, onSave: (choice: Choice) => void save(choice) };
  return (
    <>
      <Catalogue
        text={!mayChoose ? words.browse : chosen === null ? words.place : words.inActivity}
        notes={saved && <Notice tone="good" title={words.saved} />}
        renderCard={(pack, onPreview) => (
          <PackCard
            key={pack.id}
            pack={pack}
            choice={current(pack)}
            mark={isChosen(pack) ? words.inUse : null}
            onPreview={onPreview}
            actions={
              // learners have begun: the activity keeps to its lab
              mayChoose && (isChosen(pack) || (chosen?.begun ?? 0) === 0) && (
                <Button variant={isChosen(pack) ? 'default' : 'filled'} size="compact-md" fz="sm" aria-label={isChosen(pack) ? words.changeFor(text(pack.title)) : `${words.useHere}: ${text(pack.title)}`} onClick={() => setSetting(current(pack) ?? newChoice(pack, text(pack.title)))}>
                  {isChosen(pack) ? words.change : words.useHere}
                </Button>
              )
            }
          />
        )}
      />
      <ChoiceSheet
        form={form}
        onClose={() => {
          setSetting(null);
          configure.forget();
        }}
      />
    </>
  );
}
