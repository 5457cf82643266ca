import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * - `works`: answers all
 * - `silent`: answers nothing
 * - `mute`: keeps values, but does not say what it can do
 * - `late`: answers to keeping and reading come after everybody has stopped waiting
 * - `full`: refuses to keep anything
 * - `other`: can do other things only
 * - `beside`: keeps values in a frame of another origin, named `forwarding`, as Canvas does
 */
export type StorageMode = 'works' | 'silent' | 'mute' | 'late' | 'full' | 'other' | 'beside';

/** An LMS page with our page in a frame, on an origin of its own, with LTI Platform Storage as it is set to behave. */
export interface FakePlatform {
  readonly origin: string;
  /**
   * Address of the course page whose frame shows `toolUrl`.
   * @param allow what the frame may do beside, as its attribute `allow` says it
   */
  coursePage(toolUrl: string, storage: StorageMode, allow?: string): string;
  /** Another origin that serves the same, for a frame beside ours. */
  readonly forwarder: string;
  close(): Promise<void>;
}

/** Answers lti.capabilities, lti.put_data and lti.get_data for the origin that put them, as the specification has it. */
const storageScript = `
  const kept = new Map();
  const parameters = new URLSearchParams(location.search);
  const mode = parameters.get('storage');
  const frame = mode === 'beside' ? { frame: 'forwarding' } : {};
  addEventListener('message', ({ data, origin, source }) => {
    if (!data || !data.subject || mode === 'silent') return;
    const now = (more) => source.postMessage({ subject: data.subject + '.response', message_id: data.message_id, ...more }, origin);
    const answer = mode === 'late' ? (more) => setTimeout(now, 3500, more) : now;
    if (data.subject === 'lti.capabilities') {
      if (mode === 'other') return now({ supported_messages: [{ subject: 'lti.frameResize' }] });
      return mode === 'mute' ? undefined : now({ supported_messages: [{ subject: 'lti.put_data', ...frame }, { subject: 'lti.get_data', ...frame }] });
    }
    if (mode === 'beside') return;
    if (mode === 'full') return answer({ error: { code: 'storage_exhaustion', message: 'no more keys' } });
    if (data.subject === 'lti.put_data') { kept.set(origin + data.key, data.value); window.kept = [...kept]; answer({ key: data.key, value: data.value }); }
    if (data.subject === 'lti.get_data') answer({ key: data.key, value: kept.get(origin + data.key) ?? parameters.get('kept') });
  });`;

export async function startFakePlatform(): Promise<FakePlatform> {
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://localhost');
    response.writeHead(200, { 'content-type': 'text/html' });
    if (pathname !== '/course') return void response.end(`<h1>${pathname}</h1>`);
    const tool = searchParams.get('tool');
    const port = (server.address() as AddressInfo).port;
    // `localhost` and 127.0.0.1 are two origins of one server
    const beside = searchParams.get('storage') === 'beside' ? `<iframe name="forwarding" src="http://localhost:${port}/course?storage=works&kept=${searchParams.get('kept')}"></iframe>` : '';
    response.end(`<h1>Course</h1><script>${storageScript}</script>${beside}${tool === null ? '' : `<iframe title="tool" src="${tool}" allow="${searchParams.get('allow')}" width="700" height="600"></iframe>`}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    forwarder: `http://localhost:${port}`,
    coursePage: (toolUrl, storage, allow = '') => `${origin}/course?${new URLSearchParams({ tool: toolUrl, storage, kept: 'browser-secret', allow })}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
