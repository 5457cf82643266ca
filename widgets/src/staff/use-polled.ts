import { useEffect, useEffectEvent } from 'react';

/**
 * Refreshes again and again while somebody looks.
 * @param everyMs milliseconds between two; null rests
 */
export function usePolled(refresh: () => void, everyMs: number | null): void {
  const tick = useEffectEvent(() => {
    if (document.visibilityState === 'visible') refresh();
  });
  useEffect(() => {
    if (everyMs === null) return undefined;
    const timer = setInterval(() => tick(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
