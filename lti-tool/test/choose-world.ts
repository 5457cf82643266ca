import { startLocalLms, type LocalLms } from '@cloudclass/local-lms';
import { loadPack } from '@cloudclass/plugin-loader';
import { join } from 'node:path';
import { createEmit, notifyChange } from '../src/adapters/postgres/outbox.ts';
import { randomIds } from '../src/ports/clock.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { sessionOf, SESSION_HEADER, type PersonSession } from '../src/features/identity/session.ts';
import { publishPack } from '../src/composition/publish-pack.ts';
import { createPacks } from '../src/features/packs/packs.ts';
import { createChoosePages } from '../src/pages/choose-pages.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import type { ChosenLab } from '../src/pages/views/choose.ts';
import { LaunchBrowser, type Page } from '@cloudclass/local-browser/launch-browser';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

export const INSTRUCTOR = '1006';
export const LEARNER = '1001';
export const OTHER_LEARNER = '1002';

/** Three of the six steps of the static site, for fifty points, due at the end of November. */
export const THREE_STEPS: ChosenLab = {
  packId: 's3-static-site', packVersion: '1.0.0', title: null,
  stepIds: ['enable-versioning', 'default-encryption'], points: 50,
  availableFrom: null, availableUntil: null, dueAt: new Date('2026-11-30T14:59:00Z'), language: null,
};

/** The launch endpoints beside the local LMS, with one course pack, and the pages on which labs are chosen. */
export class ChooseWorld {
  readonly server: LaunchServer;
  readonly lms: LocalLms;
  readonly deps: PageDeps;
  readonly choose: ReturnType<typeof createChoosePages>;

  private constructor(server: LaunchServer, lms: LocalLms) {
    this.server = server;
    this.lms = lms;
    const { clock, ids, sql } = server.deps;
    // the pages of choosing and of an activity's class need no more than this
    this.deps = {
      ...server.deps, sql, clock, ids,
      toolKeys: server.toolKeys,
      packs: createPacks(server.made.database),
      emit: createEmit({ clock, ids }),
      notify: notifyChange,
      launchStateKey: server.deps.stateKey,
    } as unknown as PageDeps;
    this.choose = createChoosePages(this.deps);
  }

  static async start(): Promise<ChooseWorld> {
    const server = await startLaunchServer();
    const lms = await startLocalLms({ port: 0, toolUrl: server.url });
    const { deploymentId, ...registration } = lms.registration;
    await addPlatform({ sql: server.made.database, ids: randomIds }, { institution: 'Haneul University', ...registration, deploymentIds: [deploymentId] });
    const loaded = await loadPack(join(import.meta.dirname, '../../course-packs/s3-static-site'));
    if (!loaded.ok) throw new Error('the course pack has faults');
    await publishPack({ sql: server.made.database, clock: server.deps.clock, ids: randomIds }, loaded.pack, 'test');
    return new ChooseWorld(server, lms);
  }

  async signedIn(person: string): Promise<LaunchBrowser> {
    const browser = new LaunchBrowser();
    await browser.post(`${this.lms.url}/sign-in`, { person, back: '/dashboard' });
    return browser;
  }

  /** Follows a launch of the LMS to its session. */
  async launched(browser: LaunchBrowser, path: string): Promise<{ readonly page: Page; readonly session: PersonSession; readonly location: string }> {
    const page = await browser.open(`${this.lms.url}${path}`);
    const location = page.headers.get('location') ?? '';
    const id = /\/s\/([\w-]{36})\//.exec(location)?.[1] ?? '';
    return { page, session: await this.sessionIn(browser, id), location };
  }

  /** A session as the next request of its browser finds it. */
  async sessionIn(browser: LaunchBrowser, id: string): Promise<PersonSession> {
    const session = await sessionOf(this.server.deps, { [SESSION_HEADER]: id, cookie: `cc_s_${id}=${browser.cookies.get(`127.0.0.1 cc_s_${id}`)}` });
    if (session.kind !== 'person') throw new Error('a launch opens a session of a person');
    return session;
  }

  /** The instructor adds to a section of a course. */
  async choosing(course = '201', section = 'week-1'): Promise<{ readonly browser: LaunchBrowser; readonly session: PersonSession }> {
    const browser = await this.signedIn(INSTRUCTOR);
    return { browser, session: (await this.launched(browser, `/courses/${course}/add-activity/launch?section=${section}`)).session };
  }

  /** Places labs in a course, and returns the paths of its activities in the LMS, the new ones last. */
  async placed(labs: readonly ChosenLab[], course = '201'): Promise<string[]> {
    const { browser, session } = await this.choosing(course);
    const { returnUrl, jwt } = await this.choose.answerDeepLinking(session, labs);
    const answer = await browser.post(returnUrl, { JWT: jwt });
    if (answer.status !== 200) throw new Error(answer.text);
    return this.activities(browser, course);
  }

  async activities(browser: LaunchBrowser, course: string): Promise<string[]> {
    const { text } = await browser.open(`${this.lms.url}/courses/${course}`);
    return [...text.matchAll(/href="(\/courses\/[^"]+\/activities\/[^"]+)"/g)].map(([, path = '']) => path);
  }

  async close(): Promise<void> {
    await this.lms.close();
    await this.server.close();
  }
}
