import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { LAB_PAGE_CHANGES } from '../world/lab-page.ts';

/** A learner's page with its event stream, as a browser has it. */
export interface OpenPage {
  /** Resolves, with the time, when an event that names this record has come whole. @throws Error after half a minute */
  hears(eventId: string): Promise<number>;
  close(): void;
}

const DEADLINE_MILLISECONDS = 30_000;

/** Subscribes to the page and waits for its first event. */
export async function openPage(toolUrl: string, session: { readonly id: string; readonly secret: string }): Promise<OpenPage> {
  const sent = request(`${toolUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-cloudclass-session': session.id, cookie: `cc_s_${session.id}=${session.secret}` },
  });
  sent.end(JSON.stringify({ query: LAB_PAGE_CHANGES }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage]; // the event's one argument
  if (response.statusCode !== 200) throw new Error(`the page's stream answered ${String(response.statusCode)}`);
  const waiting = new Map<string, (at: number) => void>();
  let text = '';
  let begun: () => void = () => {};
  const first = new Promise<void>((resolve) => { begun = resolve; });
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const end = text.lastIndexOf('\n\n');
    if (end < 0) return;
    const [events, at] = [text.slice(0, end), performance.now()];
    text = text.slice(end);
    if (events.includes('"labPage"')) begun();
    for (const [eventId, resolve] of waiting) if (events.includes(eventId)) { waiting.delete(eventId); resolve(at); }
  });
  await first;
  return {
    hears: (eventId) => new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the page never heard of ${eventId}`)), DEADLINE_MILLISECONDS);
      waiting.set(eventId, (at) => { clearTimeout(timer); resolve(at); });
    }),
    close: () => void sent.destroy(),
  };
}
