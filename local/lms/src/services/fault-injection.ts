import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import type { Fault, Faults, FaultyService } from '../faults.ts';

/** Lets the faults in force act on an endpoint, before anything else happens there. */
export const faultInjection = (faults: Faults, service: FaultyService): RequestHandler => async (_req, res, next) => {
  const fault = faults.take(service);
  if (fault === undefined || !(await answered(fault, res))) next();
};

/** Whether the fault has given the answer itself. */
async function answered(fault: Fault, res: Response): Promise<boolean> {
  switch (fault.kind) {
    case 'slow':
      await delay(fault.delayMs, undefined, { ref: false });
      return false;
    case 'lost-reply':
      loseReply(res);
      return false;
    case 'throttled':
      res.status(429).set('Retry-After', String(fault.retryAfterSeconds)).json({ status: 429, reason: 'Too many requests' });
      return true;
    case 'server-error':
      res.status(500).json({ status: 500, reason: 'Internal server error' });
      return true;
    case 'invalid-json':
      res.status(200).type('application/json').send('{"access_token": "cut off in the mid');
      return true;
  }
}

/** The handler runs to its end, but its answer never reaches the tool. */
function loseReply(res: Response): void {
  const drop = (): Response => {
    res.socket?.destroy();
    return res;
  };
  // Safe: every overload of `end` is called for its effect only, and returns the response.
  res.end = drop as typeof res.end;
}
