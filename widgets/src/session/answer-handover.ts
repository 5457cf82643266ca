/** An answer to a request to choose content, and where the platform waits for it. */
export interface ChoosingAnswer {
  readonly jwt: string;
  readonly returnUrl: string;
}

const OFFER = 'cloudclass.choosing-answer';
const TAKEN = 'cloudclass.choosing-answer.taken';
const WITHIN_MS = 1_000;

/**
 * Hands the answer from a window of its own back to the frame it was opened from. Moodle waits for it there: its page for answers calls the page
 * around the frame, and does nothing in a window.
 * @returns whether the frame took it; false also where there is none, or another site opened this window
 */
export function handToFrame(page: Window, answer: ChoosingAnswer): Promise<boolean> {
  const opener: Window | null = page.opener;
  if (opener === null || page.parent !== page) return Promise.resolve(false);
  return new Promise((resolve) => {
    const done = (taken: boolean) => {
      page.clearTimeout(timer);
      page.removeEventListener('message', onMessage);
      resolve(taken);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source === opener && event.origin === page.location.origin && subjectOf(event.data) === TAKEN) done(true);
    };
    const timer = page.setTimeout(() => done(false), WITHIN_MS);
    page.addEventListener('message', onMessage);
    opener.postMessage({ subject: OFFER, ...answer }, page.location.origin);
  });
}

/** In the frame: waits for the answer of the window that was opened from here. Only our own pages may hand one over. */
export function takeAnswer(page: Window, take: (answer: ChoosingAnswer) => void): void {
  page.addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) => {
    if (origin !== page.location.origin || source === null || subjectOf(data) !== OFFER || !isAnswer(data)) return;
    source.postMessage({ subject: TAKEN }, { targetOrigin: origin });
    take({ jwt: data.jwt, returnUrl: data.returnUrl });
  });
}

const isAnswer = (data: unknown): data is ChoosingAnswer => typeof data === 'object' && data !== null && 'jwt' in data && typeof data.jwt === 'string' && 'returnUrl' in data && typeof data.returnUrl === 'string';

const subjectOf = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'subject' in data ? data.subject : undefined);
