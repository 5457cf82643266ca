import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { z } from 'zod';
import { createApp } from './app.ts';
import { systemClock, type Clock } from './clock.ts';
import type { LmsContext } from './context.ts';
import { membershipChangeSchema } from './course/membership-changes.ts';
import { seed } from './course/seed.ts';
import { ExpiringMap } from './expiring-map.ts';
import { Faults } from './faults.ts';
import { JsonFile } from './json-file.ts';
import { deepLinkingLifetimeMs, launchLifetimeMs } from './platform/pending-launches.ts';
import { SigningKeys, storedKeysSchema } from './platform/signing-keys.ts';
import { ToolKeys } from './platform/tool-keys.ts';
import { registerTool, type Tool, type ToolOptions } from './platform/tools.ts';
import { PlatformUrls } from './platform/urls.ts';
import type { Product } from './quirks/products.ts';
import type { Quirk } from './quirks/quirk-list.ts';
import { Quirks } from './quirks/quirks.ts';
import { toolOf } from './registration/registered-tool.ts';
import { accessTokenLifetimeS } from './services/access-grant.ts';
import { LmsState, snapshotOf, snapshotSchema } from './state.ts';

export type { Fault, FaultRule, FaultyService } from './faults.ts';
export type { ToolOptions } from './platform/tools.ts';
export type { Product } from './quirks/products.ts';
export type { Quirk } from './quirks/quirk-list.ts';

export type LocalLmsOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Host name in every address the LMS tells. The default, `localhost`, makes it another site than a tool at 127.0.0.1. */
  readonly publicHost?: string;
  /** Origin of the product; its endpoints are `/lti/login`, `/lti/launch` and `/lti/keys` below it. */
  readonly toolUrl: string;
  /** Where courses, grades, sessions and keys are kept. Without it everything ends with the process. */
  readonly dataDir?: string;
  /** Further registered tools. They see neither the product's activities nor its columns. */
  readonly tools?: readonly ToolOptions[];
  /** Offer LTI Platform Storage (default true). */
  readonly platformStorage?: boolean;
  /** HTTP method of login initiation (default `post`, as Moodle). */
  readonly loginInitiation?: 'post' | 'get';
  /** More learners in the first course, for load tests. Only a new data directory is seeded. */
  readonly extraLearners?: number;
  /** A second lab in the first course. Only a new data directory is seeded. */
  readonly secondLab?: boolean;
  /** Whose ways it has (default `haneul`, its own). */
  readonly product?: Product;
  /** The ways it has, instead of those of the product. */
  readonly quirks?: readonly Quirk[];
  /** The product's deployment (default `1`); where issuer and client id are shared, it is the tenant. */
  readonly deploymentId?: string;
  readonly clock?: Clock;
};

/** What an operator types into the tool to register this platform. */
export type PlatformRegistration = {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  /** What a client assertion is addressed to, where that is not the token address. */
  readonly tokenAudience?: string;
};

/** Changes what goes wrong while the LMS runs. */
export type FaultControl = Pick<Faults, 'add' | 'clear' | 'rules'> & {
  readonly rotateKeys: (how: 'gentle' | 'abrupt') => Promise<void>;
  /** Puts the clock ahead by so many seconds, or behind. What expires here still does so in its own time. */
  readonly putClockAhead: (seconds: number) => void;
};

export type MemberChange = z.input<typeof membershipChangeSchema>;

export type LocalLms = {
  readonly url: string;
  readonly issuer: string;
  /** The product's registration. */
  readonly registration: PlatformRegistration;
  /** Every tool's registration, by client id. */
  readonly registrations: Readonly<Record<string, PlatformRegistration>>;
  readonly faults: FaultControl;
  /** The quirks in force; those of the issuer have to be there from the start. */
  readonly quirks: Pick<Quirks, 'list' | 'replace'>;
  /** Puts somebody into a course, suspends them there or takes them out. Throws when course or person is unknown. */
  readonly changeMember: (change: MemberChange) => void;
  /** Gives an activity to these people of its course alone, or to all of them again. */
  readonly assign: (activityId: string, people: readonly string[] | undefined) => void;
  /** Stops listening and writes what is pending. */
  readonly close: () => Promise<void>;
};

/** Longer than any signed message this platform takes may live. */
const usedIdLifetimeMs = 2 * 60 * 60_000;

/** As long as Moodle's and Canvas's live. */
const registrationTokenLifetimeMs = 60 * 60_000;

/** Fixed, so that a tool registered once stays registered when the LMS begins anew. */
const productRegistration = { clientId: 'cloudclass-local', name: 'Cloudclass' } as const;
const usualDeployment = '1';

/** Starts the LMS. Resolves when it answers. */
export async function startLocalLms(options: LocalLmsOptions): Promise<LocalLms> {
  const tools = [{ ...productRegistration, deploymentId: options.deploymentId ?? usualDeployment, url: options.toolUrl }, ...(options.tools ?? [])].map(registerTool);
  const quirks = new Quirks(options.product, options.quirks);
  const kept = await open(options, tools);
  const server = await listen(options.port);
  const { port } = server.address() as AddressInfo; // Safe: a server listening on TCP has an AddressInfo.
  const urls = new PlatformUrls(`http://${options.publicHost ?? 'localhost'}:${port}`, quirks);
  const context = createContext(options, { urls, quirks }, tools, kept);
  server.on('request', createApp(context));
  const registrations = Object.fromEntries(tools.map((tool) => [tool.clientId, registrationOf(tool, urls)]));
  return {
    url: urls.origin,
    issuer: urls.issuer,
    registration: registrationOf(firstOf(tools), urls),
    registrations,
    faults: faultControl(context),
    quirks,
    changeMember: (change) => {
      if (!kept.state.changeMembership(membershipChangeSchema.parse(change))) throw new Error(`There is no course ${change.courseId} or no person ${change.personId}`);
    },
    assign: (activityId, people) => kept.state.assign(activityId, people),
    close: async () => {
      await stop(server);
      await kept.flush();
    },
  };
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Frames and keep-alive connections of browsers would hold the server open for long: they are cut. */
async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

type Kept = { readonly state: LmsState; readonly signingKeys: SigningKeys; readonly flush: () => Promise<void> };

/** Takes up what the data directory holds, or seeds a new university. */
async function open(options: LocalLmsOptions, tools: readonly Tool[]): Promise<Kept> {
  const fresh = () => snapshotOf(seed(firstOf(tools).clientId, options));
  if (options.dataDir === undefined) {
    return { state: new LmsState(fresh(), () => {}), signingKeys: await SigningKeys.open(undefined, () => {}), flush: async () => {} };
  }
  const stateFile = new JsonFile(join(options.dataDir, 'lms.json'));
  const keysFile = new JsonFile(join(options.dataDir, 'keys.json'));
  const state: LmsState = new LmsState((await stateFile.read(snapshotSchema)) ?? fresh(), () => stateFile.writeSoon(() => state.snapshot()));
  const signingKeys = await SigningKeys.open(await keysFile.read(storedKeysSchema), (keys) => keysFile.writeSoon(() => keys));
  return { state, signingKeys, flush: async () => void (await Promise.all([stateFile.flush(), keysFile.flush()])) };
}

function createContext(options: LocalLmsOptions, { urls, quirks }: Pick<LmsContext, 'urls' | 'quirks'>, tools: readonly Tool[], kept: Kept): LmsContext {
  const steady = options.clock ?? systemClock;
  const faults = new Faults(quirks);
  const clock: Clock = () => new Date(steady().getTime() + faults.clockOffsetSeconds * 1000);
  const activated = kept.state.registeredTools().filter(({ status }) => status === 'active').map(toolOf);
  const launchable = new Map([...tools, ...activated].map((tool) => [tool.clientId, tool]));
  return {
    urls,
    tools: launchable,
    admitTool: (tool) => void launchable.set(tool.clientId, tool),
    dismissTool: (clientId) => void launchable.delete(clientId),
    state: kept.state,
    signingKeys: kept.signingKeys,
    toolKeys: new ToolKeys(clock),
    faults,
    quirks,
    launches: new ExpiringMap(steady, launchLifetimeMs),
    deepLinkings: new ExpiringMap(steady, deepLinkingLifetimeMs),
    grants: new ExpiringMap(steady, accessTokenLifetimeS * 1000),
    usedIds: new ExpiringMap(steady, usedIdLifetimeMs),
    registrationTokens: new ExpiringMap(steady, registrationTokenLifetimeMs),
    platformStorage: options.platformStorage ?? true,
    loginInitiation: options.loginInitiation ?? 'post',
    clock,
    newId: () => randomBytes(24).toString('base64url'),
  };
}

const registrationOf = (tool: Tool, urls: PlatformUrls): PlatformRegistration => ({
  issuer: urls.issuer,
  clientId: tool.clientId,
  deploymentId: tool.deploymentId,
  authorizationUrl: urls.authorization,
  tokenUrl: urls.token,
  jwksUrl: urls.jwks,
  ...(urls.ownAudience === undefined ? {} : { tokenAudience: urls.ownAudience }),
});

const faultControl = ({ faults, signingKeys }: LmsContext): FaultControl => ({
  add: (rule) => faults.add(rule),
  clear: () => faults.clear(),
  rules: () => faults.rules(),
  putClockAhead: (seconds) => void (faults.clockOffsetSeconds = seconds),
  rotateKeys: (how) => signingKeys.rotate({ keepOld: how === 'gentle' }),
});

function firstOf(tools: readonly Tool[]): Tool {
  const [first] = tools;
  if (first === undefined) throw new Error('The product itself is always registered');
  return first;
}
