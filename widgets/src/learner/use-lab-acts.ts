import { useAct, type Act } from '../api/use-act.ts';
import * as documents from './lab-document.ts';
import type { LabPage } from './lab-document.ts';

/** What the learner can do with the lab; every answer becomes the page at once. */
export interface LabActs {
  readonly start: () => Promise<boolean>;
  readonly end: () => Promise<boolean>;
  readonly extend: (minutes: number) => Promise<boolean>;
  readonly checkAgain: (stepId: string) => Promise<boolean>;
  readonly revealHint: (stepId: string) => Promise<boolean>;
  readonly ask: (text: string) => Promise<boolean>;
  readonly busy: { readonly start: boolean; readonly end: boolean; readonly extend: boolean; readonly check: boolean; readonly hint: boolean; readonly ask: boolean };
  /** The last error of any of them, until it is dismissed or the next one succeeds. */
  readonly error: Act<unknown, object>['error'];
  readonly forgetError: () => void;
}

export function useLabActs(put: (page: LabPage) => void): LabActs {
  const start = useAct(documents.startLab);
  const end = useAct(documents.endLab);
  const extend = useAct(documents.extendLab);
  const check = useAct(documents.checkAgain);
  const hint = useAct(documents.revealHint);
  const ask = useAct(documents.askForHelp);
  const all = [start, end, extend, check, hint, ask];
  const show = (page: LabPage | undefined): boolean => {
    if (page) put(page);
    return page !== undefined;
  };
  return {
    start: async () => show((await start.run({}))?.startLab),
    end: async () => show((await end.run({}))?.endLab),
    extend: async (minutes) => show((await extend.run({ minutes }))?.extendLab),
    checkAgain: async (stepId) => show((await check.run({ stepId }))?.checkAgain),
    revealHint: async (stepId) => show((await hint.run({ stepId }))?.revealHint),
    ask: async (text) => show((await ask.run({ text }))?.askForHelp),
    busy: { start: start.busy, end: end.busy, extend: extend.busy, check: check.busy, hint: hint.busy, ask: ask.busy },
    error: all.find(({ error }) => error !== null)?.error ?? null,
    forgetError: () => all.forEach(({ forget }) => forget()),
  };
}
