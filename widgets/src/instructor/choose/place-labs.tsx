import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocalized, useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import { Catalogue } from './catalogue.tsx';
import { newChoice, type Choice } from './choice.ts';
import { ChoiceSheet } from './choice-form.tsx';
import type { Choosing, PackToChoose } from './choose-document.ts';
import { PackCard } from './pack-card.tsx';
import { PlatformNotes } from './platform-notes.tsx';
import { SubmitBar } from './submit-bar.tsx';

/** Places labs where the platform asked for content: each is set as it is added, and can be changed until all are handed over. */
export function PlaceLabs({ choosing }: { readonly choosing: Choosing }) {
  const words = useWords(instructorWords).choose;
  const text = useLocalized();
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  const [setting, setSetting] = useState<Choice | null>(null);
  const without = (pack: PackToChoose) => choices.filter((choice) => choice.pack.id !== pack.id);
  const keep = (choice: Choice) => {
    const at = choices.findIndex(({ pack }) => pack.id === choice.pack.id);
    setChoices(choosing.takesSeveral ? (at === -1 ? [...choices, choice] : choices.with(at, choice)) : [choice]);
    setSetting(null);
  };
  const form = setting && { choice: setting, named: true, begun: 0, save: words.done, saving: words.done, busy: false, error: null, onSave: keep };
  return (
    <>
      <Catalogue
        text={words.text}
        notes={<PlatformNotes choosing={choosing} />}
        renderCard={(pack, onPreview) => {
          const choice = choices.find((known) => known.pack.id === pack.id) ?? null;
          return (
            <PackCard
              key={pack.id}
              pack={pack}
              choice={choice}
              mark={choice === null ? null : choice.name}
              onPreview={onPreview}
              actions={
                choosing.takesLinks && <PlaceActions title={text(pack.title)} chosen={choice !== null} onSet={() => setSetting(choice ?? newChoice(pack, text(pack.title)))} onRemove={() => setChoices(without(pack))} />
              }
            />
          );
        }}
      />
      <SubmitBar choices={choices} mayPlace={choosing.takesLinks} />
      <ChoiceSheet form={form} onClose={() => setSetting(null)} />
    </>
  );
}

interface PlaceActionsProps {
  readonly title: string;
  readonly chosen: boolean;
  readonly onSet: () => void;
  readonly onRemove: () => void;
}

function PlaceActions({ title, chosen, onSet, onRemove }: PlaceActionsProps) {
  const words = useWords(instructorWords).choose;
  return (
    <>
      <Button variant={chosen ? 'default' : 'filled'} size="compact-md" fz="sm" aria-label={chosen ? words.changeFor(title) : words.addFor(title)} onClick={onSet}>
        {chosen ? words.change : words.add}
      </Button>
      {chosen && (
        <Button variant="subtle" size="compact-md" fz="sm" aria-label={words.removeFor(title)} onClick={onRemove}>
          {words.remove}
        </Button>
      )}
    </>
  );
}
