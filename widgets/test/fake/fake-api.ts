import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { buildSchema, graphql, GraphQLError, subscribe, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { labStates, passed, revealed, type FakeLabPage } from './lab-states.ts';

/**
 * The API for tests of the pages: the real contract, executed over real HTTP and Server-Sent Events, with canned
 * answers. The session's name in the address says which: `near-miss~en` is that state for an English reader.
 */
export interface FakeApi {
  readonly url: string;
  /** Changes a session's page and pushes it to who listens. */
  change(session: string, change: (page: FakeLabPage) => FakeLabPage): void;
  /** Whether somebody listens to the session's changes. */
  isHeard(session: string): boolean;
  /** Operations asked so far, by name. */
  readonly asked: string[];
  /** Serves a page of the build with what the server tells it during a launch. @returns its address */
  launchPage(shell: 'index.html' | 'launch.html', bootstrap: object): string;
  /** What was posted to `/lti/verify`. */
  readonly verified: unknown[];
  /** Headers of every question about the lab, for whose call it was. */
  readonly authorizations: (string | undefined)[];
  /** Makes a session's next operations fail with a code, until it is given null. */
  refuse(session: string, code: string | null): void;
  /** Ends every live stream, as a restart of the server does. */
  breakStreams(): void;
  close(): Promise<void>;
}

interface World {
  readonly pages: Map<string, FakeLabPage>;
  readonly listeners: Map<string, Set<(page: FakeLabPage) => void>>;
  readonly asked: string[];
  readonly verified: unknown[];
  readonly authorizations: (string | undefined)[];
  readonly refused: Map<string, string>;
  readonly launches: Map<string, { readonly shell: string; readonly bootstrap: object }>;
}

/** A type, not an interface: a context must be readable by any key. */
type Asker = {
  readonly session: string;
  readonly world: World;
};

/** Adds to the roots of the operations: the staff's pages bring their own answers. */
export type FakeRoot = Readonly<Record<string, (args: never, asker: Asker) => unknown>>;

const widgets = new URL('../../', import.meta.url).pathname;

/** @param moreLive subscriptions, each a source of answers */
export async function startFakeApi(more: FakeRoot = {}, moreLive: FakeRoot = {}): Promise<FakeApi> {
  const folder = builtPages();
  const schema = buildSchema(await readFile(join(widgets, '../lti-tool/schema.graphql'), 'utf8'));
  const world: World = { pages: new Map(), listeners: new Map(), asked: [], verified: [], authorizations: [], refused: new Map(), launches: new Map() };
  const root = { ...rootOf(), ...more };
  const streams = new Set<ServerResponse>();
  const live = createHandler<Asker>({
    schema,
    subscribe: (args) => subscribe({ ...args, rootValue: { labPage: changes, ...moreLive } }),
    context: (request) => Promise.resolve({ session: sessionOf(request.raw), world }),
  });
  const server = createServer((request, response) => {
    const answer = async () => {
      if (request.url?.startsWith('/lti/')) return serveLaunch({ world, folder }, request, response);
      if (request.url !== '/graphql') return serveFile(folder, request, response);
      world.authorizations.push(request.headers.authorization);
      if (!request.headers.accept?.includes('text/event-stream')) return serveQuery({ schema, root, world }, request, response);
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return live(request, response);
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: world.asked,
    verified: world.verified,
    authorizations: world.authorizations,
    launchPage: (shell, bootstrap) => {
      const path = `/lti/launch/${world.launches.size}`;
      world.launches.set(path, { shell, bootstrap });
      return `http://127.0.0.1:${port}${path}`;
    },
    change: (session, change) => put({ session, world }, change(pageOf({ session, world }))),
    isHeard: (session) => (world.listeners.get(session)?.size ?? 0) > 0,
    refuse: (session, code) => void (code === null ? world.refused.delete(session) : world.refused.set(session, code)),
    breakStreams: () => streams.forEach((stream) => stream.destroy()),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Where the pages stand that were built for this run. */
function builtPages(): string {
  const folder = process.env['CLOUDCLASS_TEST_PAGES'];
  if (folder === undefined) throw new Error('CLOUDCLASS_TEST_PAGES names no built pages: jest.config.js and scripts/screenshots.js build them');
  return folder;
}

function sessionOf(request: IncomingMessage): string {
  return String(request.headers['x-cloudclass-session'] ?? '');
}

function pageOf({ session, world }: Asker): FakeLabPage {
  const refused = world.refused.get(session);
  if (refused) throw new GraphQLError('Refused.', { extensions: { code: refused, correlationId: '01JD5ZREFUSED' } });
  const known = world.pages.get(session);
  if (known) return known;
  const [name = ''] = session.split('~');
  const make = labStates[name];
  if (!make) throw new GraphQLError('There is nothing at this address.', { extensions: { code: 'NOT_FOUND', correlationId: '01JD5ZTEST' } });
  const page = make();
  world.pages.set(session, page);
  return page;
}

function put({ session, world }: Asker, page: FakeLabPage): FakeLabPage {
  world.pages.set(session, page);
  world.listeners.get(session)?.forEach((tell) => tell(page));
  return page;
}

/** A subscription's source: the page, and again whenever it changes, until the stream is closed. Without a page there is no stream. */
function changes(_args: unknown, { session, world }: Asker): AsyncGenerator<{ labPage: FakeLabPage }> {
  return changesAfter(pageOf({ session, world }), { session, world });
}

async function* changesAfter(first: FakeLabPage, { session, world }: Asker): AsyncGenerator<{ labPage: FakeLabPage }> {
  const queue = [first];
  let wake = () => undefined as void;
  const tell = (page: FakeLabPage) => {
    queue.push(page);
    wake();
  };
  const listeners = world.listeners.get(session) ?? new Set();
  world.listeners.set(session, listeners.add(tell));
  try {
    for (;;) {
      const next = queue.shift();
      if (next) yield { labPage: next };
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    listeners.delete(tell);
  }
}

type Args = Readonly<Record<string, unknown>>;

function rootOf() {
  const change = (asker: Asker, to: (page: FakeLabPage) => Partial<FakeLabPage>) => put(asker, { ...pageOf(asker), ...to(pageOf(asker)) });
  const changeStep = (asker: Asker, stepId: unknown, to: (step: Record<string, unknown>) => Record<string, unknown>) =>
    change(asker, ({ steps }) => ({ steps: steps.map((step) => (step['id'] === stepId ? to(step) : step)) }));
  return {
    viewer: (_args: Args, asker: Asker) => viewerOf(asker.session),
    setLanguage: ({ language }: Args, asker: Asker) => ({ ...viewerOf(asker.session), language }),
    labPage: (_args: Args, asker: Asker) => pageOf(asker),
    startLab: (_args: Args, asker: Asker) => change(asker, () => ({ state: labStates['starting']?.().state ?? {} })),
    endLab: (_args: Args, asker: Asker) => change(asker, () => ({ state: labStates['ending']?.().state ?? {} })),
    extendLab: (_args: Args, asker: Asker) => change(asker, ({ state }) => ({ state: { ...state, warnings: [] } })),
    checkAgain: ({ stepId }: Args, asker: Asker) => changeStep(asker, stepId, passed),
    revealHint: ({ stepId }: Args, asker: Asker) =>
      changeStep(asker, stepId, (step) => ({ ...step, hintsLeft: Number(step['hintsLeft']) - 1, hintsRevealed: [...(step['hintsRevealed'] as object[]), revealed] })),
    askForHelp: ({ text }: Args, asker: Asker) =>
      change(asker, ({ help }) => ({ help: [...help, { id: String(help.length), fromLearner: true, author: '김하늘', text, at: new Date().toISOString(), open: true }] })),
    openConsole: () => ({ url: 'https://console.aws.example/signin' }),
    cliCredentials: () => ({
      shell: 'export AWS_ACCESS_KEY_ID=ASIAEXAMPLE\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nexport AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLE',
      powershell: '$Env:AWS_ACCESS_KEY_ID="ASIAEXAMPLE"',
      profile: '[cloudclass]\naws_access_key_id = ASIAEXAMPLE',
      expiresAt: new Date(Date.now() + 3_540_000).toISOString(),
    }),
    recordVideo: () => true,
    renewVideo: (_args: Args, asker: Asker) => pageOf(asker).video,
    signOut: () => true,
  };
}

function viewerOf(session: string) {
  if (session.startsWith('gone')) {
    throw new GraphQLError('Your session has ended.', { extensions: { code: 'NOT_SIGNED_IN', correlationId: '01JD5ZGONE' } });
  }
  return {
    id: 'learner',
    name: session.startsWith('anonymous') ? null : '김하늘',
    email: null,
    language: session.endsWith('~en') ? 'EN' : 'KO',
    actor: 'LEARNER',
    actors: ['LEARNER'],
    institution: { id: 'inst', name: '한빛대학교' },
    course: { id: 'course', title: session.endsWith('~en') ? 'Cloud computing basics' : '클라우드 컴퓨팅 입문', unit: null },
    activityTitle: session.startsWith('right-to-left') ? 'مختبر S3: استضافة موقع ثابت (2026) 🪣' : session.endsWith('~en') ? 'Lab 3: static website' : '실습 3: 정적 웹사이트',
    returnUrl: 'https://lms.example/course/1',
    anonymous: session.startsWith('anonymous'),
    choosingContent: false,
    review: null,
    sessionEndsAt: new Date(Date.now() + 7_200_000).toISOString(),
  };
}

interface Asked {
  readonly schema: GraphQLSchema;
  readonly root: FakeRoot | ReturnType<typeof rootOf>;
  readonly world: World;
}

interface Serving {
  readonly world: World;
  readonly folder: string;
}

/** The two answers of a launch that a page needs: the shell with its bootstrap, and the exchange of the browser secret. */
async function serveLaunch({ world: { launches, verified }, folder }: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/lti/verify') {
    const asked = JSON.parse(await bodyOf(request)) as { secret?: string };
    verified.push(asked);
    const known = asked.secret === 'browser-secret';
    const answer = known ? { sessionId: 'under-way~en', token: 'token-in-memory', page: 'lab' } : { code: 'LAUNCH_REFUSED' };
    return void response.writeHead(known ? 200 : 403, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
  const launch = launches.get(request.url ?? '');
  if (!launch) return void response.writeHead(404).end();
  const shell = await readFile(join(folder, launch.shell), 'utf8');
  const told = `<script type="application/json" id="bootstrap">${JSON.stringify(launch.bootstrap)}</script>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shell.replace('<!--bootstrap-->', told));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function serveQuery({ schema, root, world }: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { query, variables, operationName } = JSON.parse(await bodyOf(request)) as { query: string; variables?: object; operationName?: string };
  world.asked.push(operationName ?? query);
  const result = await graphql({
    schema,
    source: query,
    rootValue: root,
    contextValue: { session: sessionOf(request), world },
    variableValues: { ...variables },
    operationName,
  });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
  '.vtt': 'text/vtt',
  '.m3u8': 'application/vnd.apple.mpegurl',
};

/** Serves what was built under `/app/`, a little media, and the shell for every page's path. */
async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
  const media = mediaFiles[path];
  if (media !== undefined) return void response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(media);
  if (path.startsWith('/media/')) return void response.writeHead(404).end();
  const file = path.startsWith('/app/') ? path.slice('/app/'.length) : 'index.html';
  const body = await readFile(join(folder, file)).catch(() => null);
  if (!body) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
}

const mediaFiles: Readonly<Record<string, string>> = {
  '/media/poster.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#1b2440"/><circle cx="120" cy="30" r="46" fill="#26345f"/><rect x="20" y="34" width="36" height="26" rx="4" fill="#4a68e4"/><path d="M56 47h34" stroke="#8ca2f0" stroke-width="2"/><circle cx="104" cy="47" r="14" fill="none" stroke="#8ca2f0" stroke-width="2"/></svg>',
  '/media/ko.vtt': 'WEBVTT\n\n00:00.000 --> 00:04.000\n이 실습에서는 비공개 버킷을 만듭니다.\n\n00:04.000 --> 00:09.000\nCloudFront만 버킷을 읽을 수 있습니다.\n',
  '/media/en.vtt': 'WEBVTT\n\n00:00.000 --> 00:04.000\nIn this lab you make a private bucket.\n\n00:04.000 --> 00:09.000\nOnly CloudFront may read it.\n',
};
