import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection, ConnectionState } from './connection.ts';

export const ConnectionContext = createContext<Connection | null>(null);

/** How fresh the page is; draws again when that changes. */
export function useConnectionState(): ConnectionState {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('useConnectionState stands outside of <App>');
  return useSyncExternalStore(connection.subscribe, connection.read);
}
