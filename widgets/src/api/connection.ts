/**
 * How fresh the page is.
 * - `connecting`: nothing is live yet
 * - `live`: changes arrive by themselves
 * - `reconnecting`: the stream broke; another try is under way
 * - `offline`: the browser has no network
 */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** The state of the live stream, as a store that React can subscribe to. */
export interface Connection {
  read(): ConnectionState;
  subscribe(listener: () => void): () => void;
  set(state: Exclude<ConnectionState, 'offline'>): void;
  /** Resolves when the browser says it has a network again, or at once when it has one. */
  online(): Promise<void>;
}

export function createConnection(page: Window): Connection {
  let stream: Exclude<ConnectionState, 'offline'> = 'connecting';
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  page.addEventListener('online', tell);
  page.addEventListener('offline', tell);
  return {
    read: () => (page.navigator.onLine ? stream : 'offline'),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(state) {
      if (state === stream) return;
      stream = state;
      tell();
    },
    online: () =>
      page.navigator.onLine
        ? Promise.resolve()
        : new Promise((resolve) => page.addEventListener('online', () => resolve(), { once: true })),
  };
}
