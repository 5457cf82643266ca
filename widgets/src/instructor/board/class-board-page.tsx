import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { FloatingNotice } from '../../shell/floating-notice.tsx';
import { Loading } from '../../shell/loading.tsx';
import { Notice } from '../../shell/notice.tsx';
import { Column } from '../../staff/column.tsx';
import { LearnerSheet } from '../detail/learner-sheet.tsx';
import { instructorWords } from '../words/index.ts';
import type { Board } from './board-document.ts';
import { BoardFoot } from './board-foot.tsx';
import { BoardStrip } from './board-strip.tsx';
import { GroupSelect } from './group-select.tsx';
import { BoardTable } from './board-table.tsx';
import classes from './board.module.css';
import type { StableRow } from './stable-rows.ts';
import type { TimedBoard } from './timed-board.ts';
import { useReviewed } from './use-reviewed.ts';
import { useBoard, useBoardActs, useStableRows, type BoardActs } from './use-board.ts';

/** The class at a glance: who needs attention first, live. */
export function ClassBoardPage() {
  const words = useWords(instructorWords).board;
  const live = useBoard();
  const acts = useBoardActs(live);
  if (live.value === null) {
    return <Column>{live.error ? <ErrorNotice error={live.error} onTryAgain={live.refresh} /> : <Loading what={words.loading} />}</Column>;
  }
  return (
    <Column>
      {/* a broken network is told by the shell */}
      {live.error && live.error.code !== 'NETWORK' && <ErrorNotice error={live.error} onTryAgain={live.refresh} />}
      <LoadedBoard timed={live.value} acts={acts} />
      {acts.error && (
        <FloatingNotice>
          <ErrorNotice error={acts.error} onDismiss={acts.forgetError} />
        </FloatingNotice>
      )}
    </Column>
  );
}

function LoadedBoard({ timed, acts }: { readonly timed: TimedBoard; readonly acts: BoardActs }) {
  const words = useWords(instructorWords).board;
  const { board } = timed;
  const stable = useStableRows(timed);
  const reviewed = useReviewed();
  const [openId, setOpenId] = useState(reviewed.id);
  const { dismiss } = acts;
  const onDismiss = useCallback((learnerId: string) => void dismiss(learnerId), [dismiss]);
  return (
    <>
      {reviewed.missing && (
        <Notice tone="quiet" title={words.reviewMissing}>
          {words.reviewMissingText}
        </Notice>
      )}
      <BoardStrip summary={board.summary} />
      {board.rows.length === 0 ? (
        <Empty icon={IconUsers} title={words.empty}>
          {words.emptyText}
        </Empty>
      ) : (
        <FilteredTable board={board} rows={[...stable.values()]} onOpen={setOpenId} onDismiss={onDismiss} />
      )}
      <BoardFoot board={board} acts={acts} />
      <LearnerSheet board={board} stable={stable.get(openId ?? '') ?? null} acts={acts} onClose={() => setOpenId(null)} />
    </>
  );
}

interface FilteredTableProps {
  readonly board: Board;
  readonly rows: readonly StableRow[];
  readonly onOpen: (learnerId: string) => void;
  readonly onDismiss: (learnerId: string) => void;
}

function FilteredTable({ board, rows, onOpen, onDismiss }: FilteredTableProps) {
  const words = useWords(instructorWords).board;
  const [name, setName] = useState('');
  const [who, setWho] = useState<'everybody' | 'attention'>('everybody');
  const [group, setGroup] = useState('');
  const inGroup = group === '' ? rows : rows.filter(({ row }) => row.groupIds.includes(group));
  const needy = inGroup.filter(({ row }) => row.attention !== null);
  const shown = (who === 'attention' ? needy : inGroup).filter(({ row }) => (row.learner.name ?? '').toLowerCase().includes(name.trim().toLowerCase()));
  const showAll = () => {
    setName('');
    setWho('everybody');
    setGroup('');
  };
  return (
    <>
      <div className={classes['tools']}>
        <TextInput
          className={classes['search'] ?? ''}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {board.groups.length > 0 && <GroupSelect groups={board.groups} value={group} onChange={setGroup} />}
        <SegmentedControl
          classNames={{ root: classes['filter'] ?? '', indicator: classes['filterMark'] ?? '' }}
          aria-label={words.filter}
          value={who}
          onChange={setWho}
          data={[
            { value: 'everybody', label: words.everybody(inGroup.length) },
            { value: 'attention', label: words.onlyAttention(needy.length) },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title={words.noMatch} action={<Button variant="default" onClick={showAll}>{words.showAll}</Button>}>
          {words.noMatchText}
        </Empty>
      ) : (
        <BoardTable steps={board.steps} rows={shown} onOpen={onOpen} onDismiss={onDismiss} />
      )}
    </>
  );
}
