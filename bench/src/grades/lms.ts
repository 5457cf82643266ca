import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openServices } from '../world/services-lms.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), answerMilliseconds: z.number() }),
  z.object({ kind: z.literal('count') }),
  z.object({ kind: z.literal('begin') }),
  z.object({ kind: z.literal('gradebook') }),
]);
const scoreSchema = z.object({ userId: z.string(), scoreGiven: z.number(), timestamp: z.string() });

interface Entry {
  readonly score: number;
  readonly timestamp: number;
}

/** Columns by the path of the line item, each with its learners. */
const gradebook = new Map<string, Map<string, Entry>>();
let [accepted, repeated, conflicts, first, last] = [0, 0, 0, 0, 0];

/** Keeps a score that is newer than the last one; an older one, or one of the same instant, is a conflict (AGS 2.0 section 3.4.1). */
function keep(column: string, { userId, scoreGiven: score, timestamp: text }: z.infer<typeof scoreSchema>): 'accepted' | 'conflict' {
  const learners = gradebook.get(column) ?? new Map<string, Entry>();
  gradebook.set(column, learners);
  const [before, timestamp] = [learners.get(userId), Date.parse(text)];
  if (before !== undefined && timestamp <= before.timestamp) return 'conflict';
  if (before?.score === score) repeated += 1;
  learners.set(userId, { score, timestamp });
  return 'accepted';
}

async function open(answerMilliseconds: number): Promise<object> {
  const url = await openServices(async ({ method, url: address, body }, response) => {
    if (method !== 'POST' || !address.pathname.endsWith('/scores')) return void response.writeHead(404).end();
    await pause(answerMilliseconds);
    const outcome = keep(address.pathname, scoreSchema.parse(JSON.parse(body)));
    last = performance.now();
    if (first === 0) first = last;
    if (outcome === 'accepted') accepted += 1;
    else conflicts += 1;
    response.writeHead(outcome === 'accepted' ? 200 : 409).end();
  });
  return { url };
}

serve(async (question) => {
  const asked = questionSchema.parse(question);
  switch (asked.kind) {
    case 'open':
      return open(asked.answerMilliseconds);
    case 'begin':
      [accepted, repeated, conflicts, first, last] = [0, 0, 0, 0, 0];
      return {};
    case 'count':
      return { accepted, repeated, conflicts, seconds: (last - first) / 1_000 };
    case 'gradebook':
      return [...gradebook].map(([column, learners]) => ({ column, scores: [...learners].map(([userId, { score }]) => ({ userId, score })) }));
  }
});
