import { createContext, useContext } from 'react';

/** How the parts of the workspace point at each other. */
interface WorkspaceLinks {
  /** The step whose card is open. */
  readonly selectedStep: string | null;
  readonly select: (stepId: string) => void;
  /** Shows a step's text in the guide. */
  readonly readGuide: (stepId: string) => void;
  /** Goes from the guide to the step's card. */
  readonly showStep: (stepId: string) => void;
  /** Plays the video from a second on. */
  readonly playFrom: (seconds: number) => void;
  readonly askForHelp: () => void;
}

export const WorkspaceContext = createContext<WorkspaceLinks | null>(null);

export function useWorkspace(): WorkspaceLinks {
  const links = useContext(WorkspaceContext);
  if (!links) throw new Error('useWorkspace stands below Workspace');
  return links;
}

export const stepAnchor = (stepId: string) => `step-${stepId}`;
export const guideAnchor = (stepId: string) => `guide-${stepId}`;
export const helpAnchor = 'ask-for-help';

/** Brings an element into view and gives it the keyboard; waits for the draw that a change of tab needs. */
export function goTo(anchor: string): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(anchor);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  });
}
