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
  readonly storageTarget: string;
  readonly platformOrigin: string;
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

/**
 * Opens the storage of the platform that launched us.
 * @throws StorageUnavailable when the platform does not answer within three seconds or lacks the messages
 */
export async function openPlatformStorage(page: Window, address: StorageAddress): Promise<PlatformStorage> {
  const target = await storageFrame(page, address);
  const ask = (message: Record<string, string>) => request(page, { target, origin: address.platformOrigin, message });
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
async function storageFrame(page: Window, address: StorageAddress): Promise<Window> {
  const parent = page.parent === page ? page.opener : page.parent;
  if (!parent) throw new StorageUnavailable('there is no platform around this page');
  // Capabilities are asked of the parent with any origin, as the specification says: the question holds no secret.
  const answer = await request(page, { target: parent as Window, origin: '*', message: { subject: 'lti.capabilities' } });
  const get = answer.supported_messages?.find(({ subject }) => subject === 'lti.get_data');
  if (!get) throw new StorageUnavailable('the platform does not offer lti.get_data');
  return frameNamed(parent as Window, get.frame ?? address.storageTarget);
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
}

function request(page: Window, { target, origin, message }: Question): Promise<StorageAnswer> {
  const id = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const done = () => {
      page.clearTimeout(timer);
      page.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      const trusted = origin === '*' ? event.source === target : event.origin === origin;
      if (!trusted) return;
      const answer = answerTo(event.data, id, message['subject']);
      if (!answer) return;
      done();
      if (answer.error) reject(new StorageUnavailable(answer.error.message ?? answer.error.code ?? 'refused'));
      else resolve(answer);
    };
    const timer = page.setTimeout(() => {
      done();
      reject(new StorageUnavailable(`${message['subject']} was not answered`));
    }, answerWithinMs);
    page.addEventListener('message', onMessage);
    target.postMessage({ ...message, message_id: id }, origin);
  });
}

function answerTo(data: unknown, id: string, subject: string | undefined): StorageAnswer | null {
  if (typeof data !== 'object' || data === null) return null;
  const answer = data as StorageAnswer;
  return answer.message_id === id && answer.subject === `${subject}.response` ? answer : null;
}
