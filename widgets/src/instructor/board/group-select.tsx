import { NativeSelect } from '@mantine/core';
import { useWords } from '../../messages/language.ts';
import { instructorWords } from '../words/index.ts';
import type { Board } from './board-document.ts';

type Group = Board['groups'][number];

interface GroupSelectProps {
  readonly groups: readonly Group[];
  /** Empty for everybody. */
  readonly value: string;
  readonly onChange: (group: string) => void;
}

/** Narrows the board to a group of the course; groups of one set stand together. */
export function GroupSelect({ groups, value, onChange }: GroupSelectProps) {
  const words = useWords(instructorWords).board;
  const sets = [...new Set(groups.map(({ set }) => set))];
  const option = ({ id, name }: Group) => (
    <option key={id} value={id}>
      {name}
    </option>
  );
  return (
    <NativeSelect aria-label={words.group} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{words.allGroups}</option>
      {sets.map((set) => {
        const own = groups.filter((group) => group.set === set).map(option);
        return set === null ? own : <optgroup key={set} label={set}>{own}</optgroup>;
      })}
    </NativeSelect>
  );
}
