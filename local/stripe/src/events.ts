import type { Operation } from './context.ts';
import { missing } from './errors.ts';
import { filtered, page } from './lists.ts';
import type { StoredEvent } from './state.ts';

/** The API version that stripe-node 23.1.0 pins. */
const API_VERSION = '2026-10-28.endive';

/** An event as the API and the webhook show it. */
export function showEvent({ id, type, created, object }: StoredEvent) {
  return { object: 'event', id, type, created, livemode: false, api_version: API_VERSION, pending_webhooks: 0, request: null, data: { object } };
}

export const listEvents: Operation = ({ state }, { form }) => page('/v1/events', filtered(state.events.map(showEvent), form, ['type']), form);

export const retrieveEvent: Operation = ({ state }, { id }) => {
  const event = state.events.find((known) => known.id === id);
  if (event === undefined) throw missing('event', id);
  return showEvent(event);
};
