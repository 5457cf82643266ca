import type { Client } from 'urql';
import { askAhead as ask } from '../api/ask-ahead.ts';
import { labPageQuery } from './lab-document.ts';
import { LabPageView } from './lab-page-view.tsx';

/** The learner's page: the viewer's own lab. */
export function LearnerApp() {
  return <LabPageView learnerId={null} />;
}

/** Whoever opens this page sees their own lab. */
export const askAhead = (api: Client): void => ask(api, labPageQuery, { learnerId: null });
