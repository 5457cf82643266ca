import pg from 'pg';
import { z } from 'zod';
import { CHANGES_CHANNEL } from './outbox.ts';

const changeSchema = z.strictObject({ resourceLinkId: z.string().nullable(), personId: z.string().nullable() });
/** Something changed for this learner in this activity. */
export type Change = z.infer<typeof changeSchema>;

export interface ChangesOptions {
  readonly url: string;
  readonly onChange: (change: Change) => void;
  /** Notices may have been missed: open pages should read again. */
  readonly onGap: () => void;
  readonly onError: (error: Error) => void;
}

const RECONNECT_MILLISECONDS = 500;

/**
 * Listens for changes on a connection of its own and connects again when it breaks; after a gap pages read again,
 * because PostgreSQL keeps no notices for listeners that were away.
 */
export function listenForChanges(options: ChangesOptions): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: options.url, application_name: 'cloudclass-changes', keepAlive: true, connectionTimeoutMillis: 5_000 });
    client = next;
    next.on('error', options.onError);
    next.on('end', again);
    next.on('notification', ({ payload }) => {
      const change = changeSchema.safeParse(JSON.parse(payload ?? 'null'));
      if (change.success) options.onChange(change.data);
    });
    await next.connect();
    await next.query(`listen ${CHANGES_CHANNEL}`);
    options.onGap();
  };
  const again = (): void => {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      connect().catch((error: Error) => { options.onError(error); again(); });
    }, RECONNECT_MILLISECONDS);
  };
  connect().catch((error: Error) => { options.onError(error); again(); });

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(options.onError);
    },
  };
}
