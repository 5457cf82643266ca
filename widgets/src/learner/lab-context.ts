import { createContext, useContext } from 'react';
import type { LabPage } from './lab-document.ts';
import type { LabActs } from './use-lab-acts.ts';

/** What every part of the learner's page may use. */
interface Lab {
  readonly page: LabPage;
  readonly acts: LabActs;
  /** An instructor looks on: everything shows, nothing acts. */
  readonly readOnly: boolean;
}

export const LabContext = createContext<Lab | null>(null);

export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (!lab) throw new Error('useLab stands below LabPageView');
  return lab;
}
