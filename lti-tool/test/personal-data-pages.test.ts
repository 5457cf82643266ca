import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyOfPerson } from '../src/use-cases/personal-data.ts';
import { ask, mustAsk, signInAs, type Answer, type BrowserSession } from './tenants/browser-session.ts';
import { startTwoInstitutions, type Tenant, type TwoInstitutions } from './tenants/two-institutions.ts';

const NAME = '김비밀 Kim Bi-mil';
const EMAIL = 'secret@haneul.example';
const SUBJECT = '7';

const PEOPLE = 'query ($text: String!) { people(text: $text) { people { id name email subject platform courses } moreThan } }';
const KEPT = 'query ($personId: ID!) { keptOfPerson(personId: $personId) { person { id name } confirmation atWork parts { kind rows fate because } } }';
const COPY = 'mutation ($personId: ID!) { copyPerson(personId: $personId) }';
const ERASE = 'mutation ($personId: ID!, $typed: String!) { erasePerson(personId: $personId, reason: REQUESTED, typed: $typed) { kind rows fate because } }';

interface Part {
  readonly kind: string;
  readonly rows: number;
  readonly fate: string;
  readonly because: string | null;
}

let two: TwoInstitutions;
/** Whose manager signs in at the identity provider. */
let ours: Tenant;
let manager: BrowserSession;
let learner: string;

beforeAll(async () => {
  two = await startTwoInstitutions();
  ours = two.intruder;
  learner = ours.ids.learner;
  manager = await signInAs(two.url, 'oh-subin');
  await two.services.sql.query('update person set name = $2, email = $3, subject = $4 where id = $1', [learner, NAME, EMAIL, SUBJECT]);
}, 60_000);
afterAll(() => two.close());

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions?.code;
const asManager = (query: string, variables: Readonly<Record<string, unknown>>) => mustAsk(two.url, manager, query, variables);
const tried = async (query: string, variables: Readonly<Record<string, unknown>>) => codeOf(await ask(two.url, manager, query, variables));
// the schema says so
const partsOf = (answer: unknown): Part[] => answer as Part[];
const found = async (text: string) => (await asManager(PEOPLE, { text })).people as { readonly people: { readonly id: string }[]; readonly moreThan: number | null }; // the schema says so
const keptOf = async (personId: string) => (await asManager(KEPT, { personId })).keptOfPerson as { readonly confirmation: string; readonly atWork: boolean; readonly parts: Part[] }; // the schema says so
const notesOf = (personId: string) => two.services.sql.query<{ actor: string; action: string; detail: string | null }>('select actor, action, detail from audit_log where target = $1 order by at', [personId]);
const namedSomewhere = async () => (await two.services.sql.query('select 1 from person where name = $1 or email = $2', [NAME, EMAIL])).length > 0;

/** The lab is over. */
const ends = async () => two.services.sql.query(`update lab set state = jsonb_build_object('status', 'ended', 'reason', 'learner', 'since', now()), ended_at = now() where person_id = $1`, [learner]);

describe('a manager looks for a person', () => {
  test('by a part of the name, of the e-mail, or the whole id in the LMS, within the institution', async () => {
    for (const text of ['bi-MIL', ' 김비밀 ', '김비밀'.normalize('NFD'), 'SECRET@', SUBJECT]) expect([text, (await found(text)).people.map(({ id }) => id)]).toEqual([text, [learner]]);
    for (const text of [two.victim.ids.learner, 'of-the-other-institution']) expect(await found(text)).toEqual({ people: [], moreThan: null });
  });

  test('and is told when there are more than are shown', async () => {
    await two.services.sql.query(
      `insert into person (id, institution_id, platform_id, subject, name) select gen_random_uuid(), institution_id, platform_id, 'many-' || n, 'Many ' || n from person, generate_series(1, 51) n where id = $1`,
      [learner],
    );
    const { people, moreThan } = await found('many ');
    expect([people.length, moreThan]).toEqual([50, 50]);
    await two.services.sql.query(`delete from person where subject = 'many-51'`);
    expect((await found('many ')).moreThan).toBeNull();
  });

  test('by some text: not by nothing, nor by a book', async () => {
    for (const text of ['', '   ', 'x'.repeat(201)]) expect(await tried(PEOPLE, { text })).toBe('BAD_INPUT');
  });
});

describe('what a manager is shown of a person', () => {
  test('counts each row once, by what it is and what would become of it', async () => {
    const { parts, confirmation, atWork } = await keptOf(learner);
    expect([confirmation, atWork]).toEqual([NAME, true]);
    expect(parts[0]?.kind).toBe('IDENTITY');
    expect(parts).toEqual(expect.arrayContaining([
      { kind: 'IDENTITY', rows: 1, fate: 'EMPTIED', because: null },
      { kind: 'HELP', rows: 2, fate: 'DELETED', because: null },
      { kind: 'LABS', rows: 1, fate: 'KEPT', because: 'LENT' },
    ]));
    // what they wrote in their own conversation goes with it, and is counted there
    expect(parts.map(({ kind }) => kind)).not.toContain('ANSWERS');
    expect(parts.find(({ kind }) => kind === 'USE')).toMatchObject({ fate: 'KEPT', because: 'BILLED' });
  });
});

describe('a copy', () => {
  test('is the one that the command makes, and the log says who made it', async () => {
    const { copyPerson } = await asManager(COPY, { personId: learner });
    const byPage = JSON.parse(String(copyPerson));
    const byCommand = JSON.parse(JSON.stringify(await copyOfPerson(two.services, { id: learner, institutionId: null }, 'the test')));
    expect(byPage.person).toEqual(byCommand.person);
    // each copy is an act of its own in the log
    const inOrder = ({ kept }: { kept: Readonly<Record<string, unknown[]>> }) => Object.entries({ ...kept, audit_log: [] }).map(([table, rows]) => [table, rows.map((row) => JSON.stringify(row)).toSorted()]);
    expect(inOrder(byPage)).toEqual(inOrder(byCommand));
    expect((await notesOf(learner)).at(-2)).toMatchObject({ action: 'person.copied', detail: null, actor: expect.stringContaining('@') });
  });

  test('is kept by no browser or proxy, and has no address of its own', async () => {
    const response = await fetch(`${two.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...manager.headers }, body: JSON.stringify({ query: COPY, variables: { personId: learner } }) });
    expect([response.status, response.headers.get('cache-control'), (await response.text()).includes('김비밀')]).toEqual([200, 'no-store', true]);
    const byLink = await fetch(`${two.url}/graphql?query=${encodeURIComponent(`mutation { copyPerson(personId: "${learner}") }`)}`, { headers: manager.headers });
    expect(await byLink.text()).not.toContain('김비밀');
  });
});

// one person's story, in order
describe('a manager erases a person', () => {
  test('of no other institution', async () => {
    const theirs = two.victim.ids.learner;
    expect([await tried(KEPT, { personId: theirs }), await tried(COPY, { personId: theirs }), await tried(ERASE, { personId: theirs, typed: 'of-the-other-institution' })]).toEqual(['PERSON_UNKNOWN', 'PERSON_UNKNOWN', 'PERSON_UNKNOWN']);
  });

  test('not while a lab of theirs runs', async () => {
    expect(await tried(ERASE, { personId: learner, typed: NAME })).toBe('PERSON_AT_WORK');
    expect(await namedSomewhere()).toBe(true);
  });

  test('not without having typed their name', async () => {
    await ends();
    for (const typed of ['', 'erase', NAME.toUpperCase(), EMAIL]) expect(await tried(ERASE, { personId: learner, typed })).toBe('PERSON_NOT_CONFIRMED');
    expect(await namedSomewhere()).toBe(true);
  });

  test('and what became of each kind of row is what was shown before', async () => {
    const { parts, atWork } = await keptOf(learner);
    expect(atWork).toBe(false);
    const { erasePerson } = await asManager(ERASE, { personId: learner, typed: ` ${NAME.normalize('NFD')}` });
    expect(partsOf(erasePerson)).toEqual(parts);
    expect(await namedSomewhere()).toBe(false);
  });

  test('with a reason in the log, and nothing there of whom it was', async () => {
    const [note] = (await notesOf(learner)).slice(-1);
    expect(note).toEqual({ actor: expect.stringContaining('@'), action: 'person.erased', detail: 'requested' });
  });

  test('once: the second time there is nothing to do, and no second note', async () => {
    const notes = await notesOf(learner);
    expect(partsOf((await asManager(ERASE, { personId: learner, typed: NAME })).erasePerson)).toEqual([]);
    expect(await notesOf(learner)).toEqual(notes);
    expect((await found(learner)).people).toEqual([]);
  });
});
