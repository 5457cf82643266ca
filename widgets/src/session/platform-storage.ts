/**
 * LTI Client Side postMessages and LTI Platform Storage: the platform keeps a small value for us where the browser
 * refuses our cookies. https://www.imsglobal.org/spec/lti-pm-s/v0p1 and https://www.imsglobal.org/spec/lti-cs-pm/v0p1
 */
export interface PlatformStorage {
  put(key: string, value: string): Promise<void>;
  /** @returns null when the platform keeps nothing under the key */
  get(key: string): Promise<string | null>;
}

export interface StorageAddress {
  /** Frame that answers for the platform: `_parent`, or the name of a frame beside ours. */
  readonly storageTarget: string;
  /** The origin messages go to and come from. */
  readonly platformOrigin: string;
  /**
   * Other origins the page around ours may have, such as `https://*.example.com`: one Canvas signs people in for the pages
   * of thousands of schools. Only that page itself is meant, never a frame beside ours.
   */
  readonly pageOrigins?: readonly string[];
}

/** Why the platform's storage cannot be used. */
class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

interface StorageAnswer {
  readonly subject?: unknown;
  readonly message_id?: unknown;
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly value?: unknown;
  readonly supported_messages?: readonly { readonly subject: string; readonly frame?: string }[];
}

const answerWithinMs = 3000;
/** Not every platform says what it can do; that it named a target says enough. */
const capabilitiesWithinMs = 1000;

/** Where the messages go. */
interface Storage {
  readonly target: Window;
  readonly origin: string;
}

/**
 * Opens the storage of the platform that launched us.
 * @throws StorageUnavailable when the platform does not answer within three seconds or lacks the messages
 */
export async function openPlatformStorage(page: Window, address: StorageAddress): Promise<PlatformStorage> {
  const storage = await storageOf(page, address);
  const ask = (message: Record<string, string>) => request(page, { ...storage, message, withinMs: answerWithinMs });
  return {
    async put(key, value) {
      await ask({ subject: 'lti.put_data', key, value });
    },
    async get(key) {
      const answer = await ask({ subject: 'lti.get_data', key });
      return typeof answer.value === 'string' ? answer.value : null;
    },
  };
}

/** Asks what the platform can do; its answer may name a frame for storage that replaces the one of the launch. */
async function storageOf(page: Window, address: StorageAddress): Promise<Storage> {
  const parent: Window | null = page.parent === page ? (page.opener as Window | null) : page.parent;
  if (!parent) throw new StorageUnavailable('there is no platform around this page');
  // Capabilities are asked of the parent with any origin, as the specification says: the question holds no secret.
  const answer = await request(page, { target: parent, origin: '*', message: { subject: 'lti.capabilities' }, withinMs: capabilitiesWithinMs }).catch(() => null);
  const get = answer?.supported_messages?.find(({ subject }) => subject === 'lti.get_data');
  if (answer && !get) throw new StorageUnavailable('the platform does not offer lti.get_data');
  const target = frameNamed(parent, get?.frame ?? address.storageTarget);
  const around = target === page.parent && answer ? address.pageOrigins?.some((pattern) => isOriginOf(pattern, answer.origin)) : false;
  return { target, origin: around && answer ? answer.origin : address.platformOrigin };
}

/** Whether an origin is meant by a pattern: itself, or `https://*.` and the end of its name. */
function isOriginOf(pattern: string, origin: string): boolean {
  const [scheme = '', end] = pattern.split('*');
  return end === undefined ? pattern === origin : end.startsWith('.') && origin.startsWith(scheme) && origin.endsWith(end) && origin.length > scheme.length + end.length;
}

function frameNamed(parent: Window, name: string): Window {
  if (name === '_parent') return parent;
  // Named children of another origin's window may be looked up by index key; a missing one answers undefined.
  const frames = parent.frames as unknown as Record<string, Window | undefined>;
  return frames[name] ?? parent;
}

interface Question {
  readonly target: Window;
  readonly origin: string;
  readonly message: Record<string, string>;
  readonly withinMs: number;
}

/** @returns the answer, and the origin it came from */
function request(page: Window, { target, origin, message, withinMs }: Question): Promise<StorageAnswer & { readonly origin: string }> {
  // randomUUID is not there in a page of a plain http address
  const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
  return new Promise((resolve, reject) => {
    const done = () => {
      page.clearTimeout(timer);
      page.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      // Only the frame that was asked may answer, whoever else learns the id.
      if (event.source !== target || (origin !== '*' && event.origin !== origin)) return;
      const answer = answerTo(event.data, id, message['subject']);
      if (!answer) return;
      done();
      if (answer.error) reject(new StorageUnavailable(answer.error.message ?? answer.error.code ?? 'refused'));
      else resolve({ ...answer, origin: event.origin });
    };
    const timer = page.setTimeout(() => {
      done();
      reject(new StorageUnavailable(`${message['subject']} was not answered`));
    }, withinMs);
    page.addEventListener('message', onMessage);
    target.postMessage({ ...message, message_id: id }, origin);
  });
}

function answerTo(data: unknown, id: string, subject: string | undefined): StorageAnswer | null {
  if (typeof data !== 'object' || data === null) return null;
  const answer = data as StorageAnswer;
  return answer.message_id === id && answer.subject === `${subject}.response` ? answer : null;
}
