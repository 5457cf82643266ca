import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { useViewer } from '../../session/session-context.ts';
import { Empty } from '../../shell/empty.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { Column } from '../../staff/column.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { useSettled } from '../../staff/use-settled.ts';
import { instructorWords } from '../words/index.ts';
import { answerMutation, packsQuery } from './choose-document.ts';
import classes from './choose.module.css';
import { PackCard } from './pack-card.tsx';
import { postAnswer } from './post-answer.ts';

/** Labs for the course: when the platform asked for content (LTI Deep Linking), what is chosen goes back to it. */
export function ChoosePage() {
  const words = useWords(instructorWords).choose;
  const { choosingContent } = useViewer();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const settled = useSettled(search.trim());
  const answer = useKept(useAsk(packsQuery, { search: settled === '' ? null : settled }));
  const choose = (id: string, wanted: boolean) => setChosen(new Set([...chosen].filter((other) => other !== id).concat(wanted ? [id] : [])));
  return (
    <Column>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{words.title}</h2>
        <p className={classes['text']}>{choosingContent ? words.text : words.browse}</p>
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
            {packs.map((pack) => (
              <PackCard key={pack.id} pack={pack} chosen={chosen.has(pack.id)} onChoose={choosingContent ? (wanted) => choose(pack.id, wanted) : null} />
            ))}
          </div>
        )}
      </Asked>
      {choosingContent && <SubmitBar packIds={[...chosen]} />}
    </Column>
  );
}

function SubmitBar({ packIds }: { readonly packIds: readonly string[] }) {
  const words = useWords(instructorWords).choose;
  const answer = useAct(answerMutation);
  const [leaving, setLeaving] = useState(false);
  const submit = async () => {
    const done = await answer.run({ packIds: [...packIds] });
    if (!done) return;
    setLeaving(true);
    postAnswer(done.answerDeepLinking);
  };
  const busy = answer.busy || leaving;
  return (
    <div className={classes['submit']}>
      {answer.error && <ErrorNotice error={answer.error} onDismiss={answer.forget} />}
      <div className={classes['submitLine']}>
        <output className={classes['count']}>{words.chosen(packIds.length)}</output>
        <Button disabled={packIds.length === 0 || busy} onClick={() => void submit()}>
          {busy ? words.submitting : words.submit}
        </Button>
      </div>
    </div>
  );
}
