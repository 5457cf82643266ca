import { useConnectionState } from '../api/connection-context.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { useViewer } from '../session/session-context.ts';
import classes from './offline-banner.module.css';

/** Says in a sentence what being offline means for the work. Announced, because it appears by itself. */
export function OfflineBanner() {
  const state = useConnectionState();
  const words = useWords(sharedWords);
  const works = useViewer().actor === 'LEARNER';
  const text = { offline: works ? words.connection.offlineAtWork : words.connection.offlineLong, reconnecting: words.connection.reconnectingLong, connecting: null, live: null }[state];
  return <output>{text !== null && <span className={classes['banner']}>{text}</span>}</output>;
}
