import { waitingLabs } from './lab-store.ts';
import { provisionAgain, type AgainDeps } from './run-again.ts';

/** Queues the provisioning of as many waiting labs as there are free accounts, the longest waiting first. */
export async function serveWaiting(deps: AgainDeps): Promise<void> {
  for (const lab of await waitingLabs(deps.sql)) await provisionAgain(deps, lab, 0);
}
