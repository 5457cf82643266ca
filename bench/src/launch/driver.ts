import { Agent } from 'node:http';
import { z } from 'zod';
import { median, quantile } from '../measure/statistics.ts';
import { serve } from '../run/child.ts';
import { browsers, type Launching } from './browsers.ts';
import { openPlatform, type Platform } from './platform.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('drive'), tool: z.enum(['cloudclass', 'stock', 'bare']), url: z.string(), launches: z.number(), concurrency: z.number(), reach: z.enum(['post', 'page', 'everything']) }),
]);
type Drive = Extract<z.infer<typeof questionSchema>, { kind: 'drive' }>;

let platform: Promise<Platform> | undefined;
/** Learners come one after another, over all rounds. */
let learners = 0;

/** Launches until so many are done; each of the concurrent browsers begins the next when it has finished one. */
async function drive(opened: Platform, { tool, url, launches, concurrency, reach }: Drive): Promise<object> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const milliseconds: number[] = [];
  let [left, signing] = [launches, 0];
  const sign = (nonce: string, number: number, targetLinkUri: string): string => {
    const began = performance.now();
    const token = opened.idToken({ number, tool, nonce, targetLinkUri });
    signing += performance.now() - began;
    return token;
  };
  const browser = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      learners += 1;
      const launching: Launching = { agent, url, issuer: opened.url, reach, number: learners, sign };
      const began = performance.now();
      await browsers[tool](launching);
      milliseconds.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, browser));
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  return { seconds, median: median(milliseconds), p99: quantile(milliseconds, 0.99), signing: signing / launches };
}

serve(async (question) => {
  const asked = questionSchema.parse(question);
  platform ??= openPlatform();
  const opened = await platform;
  return asked.kind === 'open' ? { url: opened.url } : drive(opened, asked);
});
