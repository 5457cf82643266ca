import { useEffect, useEffectEvent, useRef } from 'react';
import { useConnectionState } from './connection-context.ts';

/** Does something when the browser has its network back: what the page shows is from before. */
export function useReturn(onReturn: () => void): void {
  const offline = useConnectionState() === 'offline';
  const was = useRef(offline);
  const back = useEffectEvent(onReturn);
  useEffect(() => {
    if (was.current && !offline) back();
    was.current = offline;
  }, [offline]);
}
