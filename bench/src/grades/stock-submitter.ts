import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openStockServices, type StockServices } from '../world/stock-ltijs.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), databaseUrl: z.string(), lmsUrl: z.string() }),
  z.object({ kind: z.literal('submit'), lineItemUrl: z.string(), scores: z.array(z.object({ userId: z.string(), scoreGiven: z.number() })), concurrency: z.number() }),
]);

let opened: StockServices | undefined;

/** The peer: ltijs's own Grade service, without a queue, as many at once as our job runner has. */
serve(async (question) => {
  const asked = questionSchema.parse(question);
  if (asked.kind === 'open') {
    opened = await openStockServices(asked);
    return {};
  }
  if (opened === undefined) throw new Error('ltijs is not set up');
  const { lti, token } = opened;
  const waiting = [...asked.scores];
  const submit = async (): Promise<void> => {
    for (let score = waiting.shift(); score !== undefined; score = waiting.shift()) {
      await lti.Grade.submitScore(token, asked.lineItemUrl, { ...score, scoreMaximum: 100, activityProgress: 'InProgress', gradingProgress: 'FullyGraded' });
    }
  };
  // its first token alone: several first requests at once fail, because its plugin inserts without an upsert
  await lti.Grade.submitScore(token, `${asked.lineItemUrl}-first`, { userId: 'first', scoreGiven: 1, scoreMaximum: 100, activityProgress: 'InProgress', gradingProgress: 'FullyGraded' });
  await Promise.all(Array.from({ length: asked.concurrency }, submit));
  return {};
});
