import { startLocalLms, type LocalLms, type LocalLmsOptions, type Quirk } from '@cloudclass/local-lms';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { randomIds, systemClock, type Clock } from '../src/ports/clock.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import type { PlacedLab } from '../src/features/launch/content-item.ts';
import { answerDeepLinking } from '../src/features/launch/deep-linking.ts';
import { sessionOf, SESSION_HEADER } from '../src/features/identity/session.ts';
import { configurationIdSchema, platformIdSchema, type PlatformId } from '../src/domain/ids.ts';
import type { LineItemOutcome, Member, PlatformServices, Score, ScoreOutcome, ServiceFailure } from '../src/ports/platform-services.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchBrowser, type Page } from '@cloudclass/local-browser/launch-browser';
import { sealer, startLaunchServer, type LaunchServer } from './launch-server.ts';

/** People and places of the local LMS. */
export const learner = '1001';
export const otherLearner = '1002';
export const instructor = '1006';
export const assistant = '1007';
const labPath = '/courses/101/activities/s3-static-site';

/** Shorter than in production, so that a test of a hanging platform is over soon. */
const TIMEOUT_MILLISECONDS = 1_500;

/** A local LMS with ways of its own, registered with the tool. Quirks are switched while it runs. */
export class QuirkyPlatform {
  readonly lms: LocalLms;
  readonly platformId: PlatformId;
  readonly #tool: Tool;

  constructor(tool: Tool, lms: LocalLms, platformId: PlatformId) {
    this.#tool = tool;
    this.lms = lms;
    this.platformId = platformId;
  }

  /** These quirks beside those it has. */
  also(...quirks: Quirk[]): void {
    this.lms.quirks.replace([...this.lms.quirks.list(), ...quirks]);
  }

  async launch(personId: string, path = `${labPath}/launch?target=iframe`): Promise<Launched> {
    const browser = new LaunchBrowser();
    await browser.post(`${this.lms.url}/sign-in`, { person: personId, back: '/dashboard' });
    return { browser, page: await browser.open(`${this.lms.url}${path}`) };
  }

  /** What the tool keeps of the activity. */
  async keptLink(): Promise<KeptLink> {
    return one<KeptLink>(this.#tool.server.made.database, 'select r.pack_id, r.title, r.ags, r.nrps_url from resource_link r join course c on c.id = r.course_id where c.platform_id = $1 and c.lti_context_id = $2 and r.lti_resource_link_id = $3', [this.platformId, '101', 's3-static-site']);
  }

  /** Calls the line item service by hand, as another part of the tool might. */
  async callLineItems(method: 'POST' | 'DELETE' | 'GET', url: string, body?: object): Promise<Response> {
    const { clientId, tokenUrl, tokenAudience } = this.lms.registration;
    const iat = Math.floor(Date.now() / 1000);
    const assertion = await this.#tool.server.toolKeys.sign({ iss: clientId, sub: clientId, aud: tokenAudience ?? tokenUrl, jti: randomIds.next(), iat, exp: iat + 60 });
    const asked = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, scope: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem' };
    const { access_token: token } = (await (await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(asked) })).json()) as { access_token: string };
    const type = 'application/vnd.ims.lis.v2.lineitem+json';
    return fetch(url, { method, headers: { authorization: `Bearer ${token}`, 'content-type': type, accept: method === 'GET' ? 'application/vnd.ims.lis.v2.lineitemcontainer+json' : type }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  /** One more column on the activity. @returns its address */
  async addColumn(label: string): Promise<string> {
    const { ags } = await this.keptLink();
    const made = await this.callLineItems('POST', ags?.lineitems ?? '', { label, scoreMaximum: 100, resourceLinkId: 's3-static-site' });
    return ((await made.json()) as { id: string }).id;
  }

  /** The columns of the course that are the tool's. */
  async columns(): Promise<{ readonly id: string; readonly label: string }[]> {
    const { ags } = await this.keptLink();
    return (await this.callLineItems('GET', ags?.lineitems ?? '')).json() as Promise<{ id: string; label: string }[]>;
  }

  async lineItem(): Promise<LineItemOutcome> {
    const { ags } = await this.keptLink();
    return this.#tool.services.findOrCreateLineItem({ platformId: this.platformId, lineItemsUrl: ags?.lineitems ?? '', ltiResourceLinkId: 's3-static-site', resourceId: 'cloudclass-static-site', label: 'Static site', scoreMaximum: 100 });
  }

  /** Finds the column and posts a score of 100 to it, as a grade on its way does. */
  async score(userId: string, scoreGiven: number, timestamp: Date = new Date()): Promise<ScoreOutcome> {
    const found = await this.lineItem();
    if (found.kind !== 'found') return found;
    const score: Score = { userId, scoreGiven, scoreMaximum: 100, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp, workUrl: 'https://tool.example/lti/launch' };
    return this.#tool.services.publishScore({ platformId: this.platformId, lineItemUrl: found.lineItemUrl }, score);
  }

  /** Everybody in the course, or why the list could not be read to its end. */
  async members(): Promise<{ readonly kind: 'listed'; readonly members: readonly Member[] } | ServiceFailure> {
    const { nrps_url: membershipsUrl } = await this.keptLink();
    const members: Member[] = [];
    for await (const part of this.#tool.services.listMembers({ platformId: this.platformId, membershipsUrl: membershipsUrl ?? '' })) {
      if (part.kind === 'page') members.push(...part.members);
      else if (part.kind !== 'end') return part;
    }
    return { kind: 'listed', members };
  }

  /** The grades that stand in the column, by learner. */
  async results(): Promise<{ readonly kind: 'listed'; readonly points: ReadonlyMap<string, number | undefined> } | Exclude<LineItemOutcome, { kind: 'found' }>> {
    const found = await this.lineItem();
    if (found.kind !== 'found') return found;
    const points = new Map<string, number | undefined>();
    for await (const part of this.#tool.services.listResults({ platformId: this.platformId, lineItemUrl: found.lineItemUrl })) {
      if (part.kind === 'page') for (const result of part.results) points.set(result.userId, result.points);
      else if (part.kind !== 'end') return part;
    }
    return { kind: 'listed', points };
  }

  /** The grades a learner reads in the LMS: points of each column, as its page shows them. */
  async gradesOf(personId: string): Promise<string[]> {
    const browser = new LaunchBrowser();
    await browser.post(`${this.lms.url}/sign-in`, { person: personId, back: '/dashboard' });
    const { text } = await browser.open(`${this.lms.url}/courses/101/grades`);
    return [...text.matchAll(/<b>([\d.]+)<\/b> \/ 100/g)].map(([, points = '']) => points);
  }

  close(): Promise<void> {
    return this.lms.close();
  }
}

interface Launched {
  readonly page: Page;
  readonly browser: LaunchBrowser;
}

interface KeptLink {
  readonly pack_id: string | null;
  readonly title: string | null;
  readonly ags: { readonly lineitem?: string; readonly lineitems?: string } | null;
  readonly nrps_url: string | null;
}

function servicesOf({ made, toolKeys }: LaunchServer): Tool['services'] {
  const outbound = createOutbound({ allowPrivateAddresses: true, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
  return createPlatformServices({ databaseUrl: made.url, sealer, outbound, clock: systemClock, sign: toolKeys.sign, allowPrivateAddresses: true });
}

/** The tool, to which several platforms may be joined. */
export class Tool {
  readonly server: LaunchServer;
  services: PlatformServices & { close(): Promise<void> };
  readonly #clock: Clock;

  private constructor(server: LaunchServer, clock: Clock) {
    this.server = server;
    this.#clock = clock;
    this.services = servicesOf(server);
  }

  static async start(clock: Clock = systemClock): Promise<Tool> {
    const server = await startLaunchServer({ clock });
    await server.made.database.query(`insert into pack_version (pack_id, version, digest, pack, published_at) values ('s3-static-site', '1.0.0', 'x', '{}', now())`);
    return new Tool(server, clock);
  }

  /** Starts an LMS and registers it as an operator would. */
  async join(options: Partial<LocalLmsOptions> = {}, institution = 'Haneul University'): Promise<QuirkyPlatform> {
    const lms = await startLocalLms({ port: 0, toolUrl: this.server.url, clock: () => this.#clock.now(), ...options });
    const { deploymentId, ...registration } = lms.registration;
    const platformId = await addPlatform({ sql: this.server.made.database, ids: randomIds }, { institution, ...registration, deploymentIds: [deploymentId] });
    return new QuirkyPlatform(this, lms, platformIdSchema.parse(platformId));
  }

  /** Tokens got under other quirks are forgotten, with the process that holds them in memory. */
  async forgetTokens(): Promise<void> {
    await this.services.close();
    this.services = servicesOf(this.server);
    await this.server.made.database.query('delete from access_token');
  }

  /** The session a launch has opened. */
  async sessionOf({ page, browser }: Launched) {
    const id = /\/s\/([\w-]{36})\//.exec(page.headers.get('location') ?? '')?.[1] ?? '';
    const session = await sessionOf(this.server.deps, { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${browser.cookies.get(`127.0.0.1 cc_s_${id}`)}` });
    if (session.kind !== 'person') throw new Error('a launch opens a session of a person');
    return session;
  }

  /** Answers a request to choose content with the one lab there is. @returns the page the platform shows then */
  async placeLab(launched: Launched, points = 100): Promise<Page> {
    const deps = { ...this.server.deps, sign: this.server.toolKeys.sign };
    const undated = { availableFrom: null, availableUntil: null, dueAt: null };
    const lab: PlacedLab = { packId: 's3-static-site', configurationId: configurationIdSchema.parse(randomIds.next()), title: 'Placed lab', text: 'A lab', points, language: 'en', ...undated };
    const { returnUrl, jwt } = await answerDeepLinking(deps, await this.sessionOf(launched), { kind: 'placed', labs: [lab] });
    return launched.browser.post(returnUrl, { JWT: jwt });
  }

  /** The code of the last launch that was refused. */
  get lastRefusal(): string | undefined {
    return this.server.rejected.at(-1)?.error.code;
  }

  async close(): Promise<void> {
    await this.services.close();
    await this.server.close();
  }
}

/** The page of the product a launch leads to. */
export const pageOf = ({ page }: Launched): string | undefined => /\/s\/[\w-]{36}\/(\w+)$/.exec(page.headers.get('location') ?? '')?.[1];
