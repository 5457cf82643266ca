import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An LMS page with our page in a frame, on an origin of its own, with LTI Platform Storage as it is set to behave. */
export interface FakePlatform {
  readonly origin: string;
  /** Address of the course page whose frame shows `toolUrl`. */
  coursePage(toolUrl: string, storage: 'works' | 'silent'): string;
  close(): Promise<void>;
}

/** Answers lti.capabilities, lti.put_data and lti.get_data for the origin that put them, as the specification has it. */
const storageScript = `
  const kept = new Map();
  addEventListener('message', ({ data, origin, source }) => {
    if (!data || !data.subject) return;
    const answer = (more) => source.postMessage({ subject: data.subject + '.response', message_id: data.message_id, ...more }, origin);
    if (data.subject === 'lti.capabilities') answer({ supported_messages: [{ subject: 'lti.put_data' }, { subject: 'lti.get_data' }] });
    if (data.subject === 'lti.put_data') { kept.set(origin + data.key, data.value); window.kept = [...kept]; answer({ key: data.key, value: data.value }); }
    if (data.subject === 'lti.get_data') answer({ key: data.key, value: kept.get(origin + data.key) ?? new URLSearchParams(location.search).get('kept') });
  });`;

export async function startFakePlatform(): Promise<FakePlatform> {
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://localhost');
    response.writeHead(200, { 'content-type': 'text/html' });
    if (pathname !== '/course') return void response.end(`<h1>${pathname}</h1>`);
    const script = searchParams.get('storage') === 'works' ? storageScript : '';
    response.end(`<h1>Course</h1><script>${script}</script><iframe src="${searchParams.get('tool')}" width="700" height="600"></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    coursePage: (toolUrl, storage) => `${origin}/course?${new URLSearchParams({ tool: toolUrl, storage, kept: 'browser-secret' })}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
