import { IconCloudOff } from '@tabler/icons-react';
import { useConnectionState } from '../api/connection-context.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { StatusMark } from '../status/status-mark.tsx';

/** Says how fresh the page is, and only when that is not as it should be: a page that is live needs no sign of it. */
export function LiveMark() {
  const state = useConnectionState();
  const words = useWords(sharedWords);
  if (state === 'offline') {
    return (
      <StatusMark tone="warn" icon={IconCloudOff}>
        {words.connection.offline}
      </StatusMark>
    );
  }
  return state === 'reconnecting' ? <StatusMark tone="busy">{words.connection.reconnecting}</StatusMark> : null;
}
