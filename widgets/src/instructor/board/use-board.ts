import { useCallback, useState } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { useAct } from '../../api/use-act.ts';
import { useLive, type Live } from '../../api/use-live.ts';
import * as documents from './board-document.ts';
import type { Board, BoardPush } from './board-document.ts';
import { stableRows, type StableRow } from './stable-rows.ts';
import { arrived, pushedBoard, type TimedBoard } from './timed-board.ts';

const noVariables = {};
const pickBoard = (data: { readonly classBoard: Board }) => arrived(data.classBoard, Date.now());
const gatherBoard = (heard: TimedBoard | null, data: { readonly classBoard: BoardPush }) => pushedBoard(heard, data.classBoard, Date.now());
const renewBoard = (_shown: TimedBoard | null, heard: TimedBoard) => heard;

/** The board as it is now, pushed by the server. */
export function useBoard(): Live<TimedBoard> {
  return useLive({ query: documents.boardQuery, subscription: documents.boardChanges, variables: noVariables, pick: pickBoard, gather: gatherBoard, renew: renewBoard });
}

/** The board's rows, each the same object until it says something new. */
export function useStableRows(timed: TimedBoard): ReadonlyMap<string, StableRow> {
  const [kept, keep] = useState<{ readonly of: TimedBoard | null; readonly rows: ReadonlyMap<string, StableRow> }>({ of: null, rows: new Map() });
  if (kept.of === timed) return kept.rows;
  const rows = stableRows(kept.rows, timed.rows);
  keep({ of: timed, rows });
  return rows;
}

/** What an instructor can do about a learner; each answers whether it was done. */
export interface BoardActs {
  readonly answer: (learnerId: string, text: string) => Promise<boolean>;
  readonly override: (change: { readonly learnerId: string; readonly stepId: string; readonly passed: boolean; readonly reason: string }) => Promise<boolean>;
  readonly dismiss: (learnerId: string) => Promise<boolean>;
  readonly resend: (learnerId: string) => Promise<boolean>;
  readonly resendAll: () => Promise<boolean>;
  readonly extend: (learnerId: string, minutes: number) => Promise<boolean>;
  readonly end: (learnerId: string) => Promise<boolean>;
  readonly busy: Readonly<Record<'answer' | 'override' | 'resend' | 'resendAll' | 'extend' | 'end', boolean>>;
  /** The last error of any of them, until it is dismissed or the next one succeeds. */
  readonly error: ApiError | null;
  readonly forgetError: () => void;
}

export function useBoardActs({ put, refresh }: Live<TimedBoard>): BoardActs {
  const answer = useAct(documents.answerHelp);
  const override = useAct(documents.overrideStep);
  const dismiss = useAct(documents.dismissAttention);
  const resend = useAct(documents.resendGrade);
  const resendAll = useAct(documents.resendAllGrades);
  const extend = useAct(documents.extendLearnersLab);
  const end = useAct(documents.endLearnersLab);
  const all = [answer, override, dismiss, resend, resendAll, extend, end];
  const show = useCallback(
    (board: Board | undefined): boolean => {
      if (board) put(arrived(board, Date.now()));
      return board !== undefined;
    },
    [put],
  );
  const again = (done: unknown): boolean => {
    if (done !== null) refresh();
    return done !== null;
  };
  const { run: runDismiss } = dismiss;
  return {
    answer: async (learnerId, text) => show((await answer.run({ learnerId, text }))?.answerHelp),
    override: async (change) => show((await override.run(change))?.overrideStep),
    // Every row holds this one: it stays the same so that rows stay as they are.
    dismiss: useCallback(async (learnerId) => show((await runDismiss({ learnerId }))?.dismissAttention), [runDismiss, show]),
    resend: async (learnerId) => show((await resend.run({ learnerId }))?.resendGrade),
    resendAll: async () => show((await resendAll.run(noVariables))?.resendAllGrades),
    extend: async (learnerId, minutes) => again(await extend.run({ learnerId, minutes })),
    end: async (learnerId) => again(await end.run({ learnerId })),
    busy: { answer: answer.busy, override: override.busy, resend: resend.busy, resendAll: resendAll.busy, extend: extend.busy, end: end.busy },
    error: all.find(({ error }) => error !== null)?.error ?? null,
    forgetError: () => all.forEach(({ forget }) => forget()),
  };
}
