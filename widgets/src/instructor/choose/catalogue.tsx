import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { useSettled } from '../../staff/use-settled.ts';
import { instructorWords } from '../words/index.ts';
import { packsQuery, type PackToChoose } from './choose-document.ts';
import classes from './choose.module.css';
import { PackPreview } from './pack-preview.tsx';

interface CatalogueProps {
  readonly text: string;
  /** Said between the search and the labs. */
  readonly notes?: ReactNode;
  readonly renderCard: (pack: PackToChoose, onPreview: () => void) => ReactNode;
}

/** The labs there are, to search and to look into. */
export function Catalogue({ text, notes, renderCard }: CatalogueProps) {
  const words = useWords(instructorWords).choose;
  const [search, setSearch] = useState('');
  const [previewed, setPreviewed] = useState<PackToChoose | null>(null);
  const settled = useSettled(search.trim());
  const answer = useKept(useAsk(packsQuery, { search: settled === '' ? null : settled }));
  return (
    <>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.title}</h2>
        <p className={classes['text']}>{text}</p>
        {notes}
        <TextInput
          type="search"
          label={words.search}
          placeholder={words.searchHint}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <Asked answer={answer} what={words.loading}>
        {({ packs }) => (
          <div className={classes['cards']}>
            {packs.length === 0 && <Empty title={words.none}>{words.noneText}</Empty>}
            {packs.map((pack) => renderCard(pack, () => setPreviewed(pack)))}
          </div>
        )}
      </Asked>
      <PackPreview pack={previewed} onClose={() => setPreviewed(null)} />
    </>
  );
}
