import type { Tone } from '../status/tone.ts';

export type QueueState = 'idle' | 'moving' | 'slow' | 'stuck' | 'broken';

export const queueTones: Readonly<Record<QueueState, Tone>> = { idle: 'quiet', moving: 'good', slow: 'warn', stuck: 'bad', broken: 'bad' };

const slowSeconds = 30;
/** The age at which the server raises an alarm, too. */
const stuckSeconds = 120;

/** How a queue does: what was given up weighs more than what waits long. */
export function queueState({ waiting, failed, oldestSeconds }: { readonly waiting: number; readonly failed: number; readonly oldestSeconds: number | null }): QueueState {
  const age = oldestSeconds ?? 0;
  if (age > stuckSeconds) return 'stuck';
  if (failed > 0) return 'broken';
  if (age > slowSeconds) return 'slow';
  return waiting > 0 ? 'moving' : 'idle';
}
