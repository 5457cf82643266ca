import { LabPageView } from './lab-page-view.tsx';

/** The learner's page: the viewer's own lab. */
export function LearnerApp() {
  return <LabPageView learnerId={null} />;
}
