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
  const isChosen = (pack: PackToChoose): boolean => chosen?.pack.id === pack.id;
  // learners have begun: the activity keeps to its lab
  const mayChange = (pack: PackToChoose): boolean => mayChoose && (isChosen(pack) || (chosen?.begun ?? 0) === 0);
  const current = (pack: PackToChoose): Choice => (chosen !== null && isChosen(pack) ? choiceOf(pack, text(pack.title), chosen) : newChoice(pack, text(pack.title)));
  const form = setting && { choice: setting, named: false, begun: isChosen(setting.pack) ? (chosen?.begun ?? 0) : 0, save: words.save, saving: words.saving, busy: configure.busy, error: configure.error, onSave: (choice: Choice) => void save(choice) };
  return (
    <>
      <Catalogue
        text={!mayChoose ? words.browse : chosen === null ? words.place : words.inActivity}
        notes={saved && <Notice tone="good" title={words.saved} />}
        renderCard={(newest, onPreview) => {
          // the activity keeps the version it has until somebody moves it to a newer one
          const pack = chosen !== null && isChosen(newest) ? chosen.pack : newest;
          return (
            <PackCard
              key={newest.id}
              pack={pack}
              choice={isChosen(newest) ? current(pack) : null}
              mark={isChosen(newest) ? `${words.inUse} · ${words.version(pack.version)}` : null}
              onPreview={onPreview}
              actions={mayChange(newest) && <SetActions title={text(pack.title)} chosen={isChosen(newest)} newer={pack.version === newest.version ? null : newest.version} onSet={() => setSetting(current(pack))} onMove={() => setSetting(current(newest))} />}
            />
          );
        }}
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

interface SetActionsProps {
  readonly title: string;
  readonly chosen: boolean;
  /** A version that is newer than the activity's. */
  readonly newer: string | null;
  readonly onSet: () => void;
  readonly onMove: () => void;
}

function SetActions({ title, chosen, newer, onSet, onMove }: SetActionsProps) {
  const words = useWords(instructorWords).choose;
  return (
    <>
      <Button variant={chosen ? 'default' : 'filled'} size="compact-md" fz="sm" aria-label={chosen ? words.changeFor(title) : `${words.useHere}: ${title}`} onClick={onSet}>
        {chosen ? words.change : words.useHere}
      </Button>
      {newer !== null && (
        <Button variant="subtle" size="compact-md" fz="sm" onClick={onMove}>
          {words.moveTo(newer)}
        </Button>
      )}
    </>
  );
}
