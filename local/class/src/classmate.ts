import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';
import { z } from 'zod';
import { environmentOf } from './assignment.ts';

const ANSWER_MILLISECONDS = 30_000;

const answerSchema = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional() });

const readySchema = z.object({ outputs: z.array(z.object({ name: z.string(), value: z.string() })) });
const stateSchema = z.discriminatedUnion('__typename', [
  readySchema.extend({ __typename: z.literal('LabReady') }),
  z.object({ __typename: z.enum(['LabNotStarted', 'LabStarting', 'LabEnding', 'LabEnded']) }),
  z.object({ __typename: z.literal('LabFailed'), why: z.string() }),
]);
const labSchema = z.object({ learner: z.object({ name: z.string().nullable() }), state: stateSchema });
export type Lab = z.infer<typeof labSchema>;

const LAB = '{ learner { name } state { __typename ... on LabReady { outputs { name value } } ... on LabFailed { why } } }';

export interface ActivityAddress {
  /** The LMS's. */
  readonly lmsUrl: string;
  /** Path of the activity's page in the LMS. */
  readonly path: string;
}

/** Somebody who came to the activity from the LMS, with a session of their own; all they do goes by the pages' API. */
export class Classmate {
  readonly #browser: LaunchBrowser;
  readonly #session: { readonly id: string; readonly api: string };

  private constructor(browser: LaunchBrowser, session: { readonly id: string; readonly api: string }) {
    this.#browser = browser;
    this.#session = session;
  }

  /**
   * Signs in to the LMS and launches.
   * @throws Error when the launch does not arrive at a page of the tool
   */
  static async launch({ lmsUrl, path }: ActivityAddress, person: string): Promise<Classmate> {
    const browser = new LaunchBrowser();
    await browser.post(`${lmsUrl}/sign-in`, { person, back: '/dashboard' });
    const landed = await browser.open(`${lmsUrl}${path}/launch?target=iframe`);
    const location = landed.headers.get('location');
    const page = location === null ? undefined : new URL(location, landed.url);
    const id = /^\/s\/([^/]+)\//.exec(page?.pathname ?? '')?.[1];
    if (page === undefined || id === undefined) throw new Error(`the launch of ${person} ended at ${landed.url} with status ${landed.status}`);
    return new Classmate(browser, { id, api: `${page.origin}/graphql` });
  }

  lab(): Promise<Lab> {
    return this.#ask('labPage', `query { labPage ${LAB} }`, labSchema);
  }

  start(): Promise<Lab> {
    return this.#ask('startLab', `mutation { startLab ${LAB} }`, labSchema);
  }

  end(): Promise<Lab> {
    return this.#ask('endLab', `mutation { endLab ${LAB} }`, labSchema);
  }

  askForHelp(text: string): Promise<Lab> {
    return this.#ask('askForHelp', `mutation ($text: String!) { askForHelp(text: $text) ${LAB} }`, labSchema, { text });
  }

  /** What a shell knows after the learner's block was pasted into it. */
  async environment(): Promise<Record<string, string>> {
    const { shell } = await this.#ask('cliCredentials', 'mutation { cliCredentials { shell } }', z.object({ shell: z.string() }));
    return environmentOf(shell);
  }

  async #ask<Answer>(field: string, query: string, schema: z.ZodType<Answer>, variables: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { text } = await this.#browser.request(this.#session.api, {
      method: 'POST',
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'x-cloudclass-session': this.#session.id },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = answerSchema.parse(JSON.parse(text));
    const [error] = errors ?? [];
    if (error !== undefined) throw new Error(`${error.extensions?.code ?? 'refused'}: ${error.message}`);
    return schema.parse(data?.[field]);
  }
}
