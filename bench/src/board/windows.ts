import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { serve } from '../run/child.ts';
import { CLASS_BOARD_CHANGES } from '../world/class-board.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), toolUrl: z.string(), sessions: z.array(z.object({ id: z.string(), secret: z.string() })) }),
  z.object({ kind: z.literal('count') }),
  z.object({ kind: z.literal('close') }),
]);

const open: ClientRequest[] = [];
let pushed = 0;
let bytes = 0;

const FIRST_BOARD = /event: next\n[^]*?\n\n/;

/** Opens a class board as a browser has it, and waits until it shows the class. */
async function openWindow(toolUrl: string, { id, secret }: { readonly id: string; readonly secret: string }): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', 'x-cloudclass-session': id, cookie: `cc_s_${id}=${secret}` };
  const sent = request(`${toolUrl}/graphql`, { method: 'POST', headers });
  open.push(sent);
  sent.on('error', () => {}).end(JSON.stringify({ query: CLASS_BOARD_CHANGES }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage]; // the event's one argument
  if (response.statusCode !== 200) throw new Error(`the board's stream answered ${String(response.statusCode)}`);
  await new Promise<void>((resolve, reject) => {
    let begun: string | undefined = '';
    response.setEncoding('utf8').on('error', () => {}).on('data', (chunk: string) => {
      bytes += chunk.length;
      pushed += chunk.split('event: next').length - 1;
      if (chunk.includes('"errors"')) reject(new Error(`the board was refused: ${chunk.slice(0, 500)}`));
      if (begun === undefined) return;
      begun += chunk;
      if (!FIRST_BOARD.test(begun)) return;
      begun = undefined;
      resolve();
    });
  });
}

serve(async (question) => {
  const asked = questionSchema.parse(question);
  if (asked.kind === 'open') {
    [pushed, bytes] = [0, 0];
    for (const session of asked.sessions) await openWindow(asked.toolUrl, session);
  }
  if (asked.kind === 'close') for (const window of open.splice(0)) window.destroy();
  return { pushed, bytes };
});
