import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packIdSchema, packVersionSchema, type CoursePack } from '@cloudclass/plugin-contract';
import { loadPack } from '@cloudclass/plugin-loader';
import { join } from 'node:path';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { publishPack } from '../src/composition/publish-pack.ts';
import { createPacks, listPublished } from '../src/features/packs/packs.ts';
import type { Sql } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
let pack: CoursePack;
beforeAll(async () => {
  made = await migratedDatabase();
  const loaded = await loadPack(join(import.meta.dirname, '../../course-packs/s3-static-site'));
  if (!loaded.ok) throw new Error('the course pack has faults');
  pack = loaded.pack;
});
afterAll(() => made.close());

const version = (id: string, text: string): CoursePack => ({ ...pack, manifest: { ...pack.manifest, id: packIdSchema.parse(id), version: packVersionSchema.parse(text) }, digest: `digest of ${id} ${text}` });
const tagged = (plain: CoursePack): CoursePack => ({ ...plain, manifest: { ...plain.manifest, tags: ['storage-101'] } });
const publish = (published: CoursePack): ReturnType<typeof publishPack> => publishPack({ sql: made.database, clock: systemClock, ids: randomIds }, published, 'the operator');

describe('publishing', () => {
  test('a version is published once; publishing the same again changes nothing', async () => {
    expect([await publish(version('once', '1.0.0')), await publish(version('once', '1.0.0'))]).toEqual(['published', 'already published']);
  });

  test.each([['kinesis'], ['s3', 'made-up'], ['cloudformation']])('a pack whose learners could leave behind what nobody removes is refused: %s', async (...services) => {
    const costly = version('costly', '1.0.0');
    await expect(publish({ ...costly, manifest: { ...costly.manifest, services } })).rejects.toMatchObject({ code: 'PACK_SERVICE_NOT_CLEANED' });
    expect((await listPublished({ sql: made.database })).map(({ id }) => id)).not.toContain('costly');
  });

  test('a pack may use what leaves nothing behind', async () => {
    const looking = version('looking', '1.0.0');
    expect(await publish({ ...looking, manifest: { ...looking.manifest, services: ['s3', 'iam', 'sts', 'tag'] } })).toBe('published');
  });

  test('a published version never changes', async () => {
    await publish(version('fixed', '1.0.0'));
    await expect(publish({ ...version('fixed', '1.0.0'), digest: 'another' })).rejects.toMatchObject({ code: 'PACK_VERSION_TAKEN' });
    expect((await listPublished({ sql: made.database })).find(({ id }) => id === 'fixed')?.digest).toBe('digest of fixed 1.0.0');
  });
});

describe('the audit log of the service', () => {
  const noted = (id: string): Promise<object[]> => made.database.query(`select institution_id, actor, detail from audit_log where action = 'pack.published' and target = $1`, [id]);

  test('says who published which version, once', async () => {
    await publish(version('noted', '1.0.0'));
    await publish(version('noted', '1.0.0'));
    expect(await noted('noted')).toEqual([{ institution_id: null, actor: 'the operator', detail: '1.0.0' }]);
  });

  test('has nothing of a version that was refused', async () => {
    const costly = version('refused', '1.0.0');
    await publish({ ...costly, manifest: { ...costly.manifest, services: ['kinesis'] } }).catch(() => {});
    expect(await noted('refused')).toEqual([]);
  });
});

describe('finding', () => {
  test('a pack is read from the database once', async () => {
    await publish(version('cached', '1.0.0'));
    let queries = 0;
    const counting: Sql = { ...made.database, query: (text, values) => { queries += 1; return made.database.query(text, values); } };
    const packs = createPacks(counting);
    const [first, second] = [await packs.get('cached', '1.0.0'), await packs.get('cached', '1.0.0')];
    expect(second).toBe(first);
    expect(queries).toBe(1);
  });

  test('a pack that is not published is unknown', async () => {
    await expect(createPacks(made.database).get('nowhere', '1.0.0')).rejects.toMatchObject({ code: 'PACK_UNKNOWN' });
  });

  test('the newest version is found by its number, whenever it was published', async () => {
    for (const text of ['2.0.0-rc.1', '1.10.0', '2.0.0', '1.9.1', '2.0.0-rc.2']) await publish(version('numbered', text));
    const [found] = await createPacks(made.database).search('numbered');
    expect(found?.manifest.version).toBe('2.0.0');
  });

  test.each([
    ['a word of the Korean title', '정적 웹', true],
    ['a word of the English title in another case', 'STATIC WEB', true],
    ['a part of the id', 'searched', true],
    ['a word of the summary', 'encryption', true],
    ['a service and a word of a step, in any order', 'versioning s3', true],
    ['a tag', 'storage-101', true],
    ['one of two words', 's3 kubernetes', false],
    ['a wildcard of SQL', '%', false],
    ['a name of a field', 'title', false],
    ['something else', 'kubernetes', false],
  ])('%s', async (_what, words, found) => {
    await publish(tagged(version('searched', '1.0.0')));
    expect((await createPacks(made.database).search(words)).some(({ manifest }) => manifest.id === 'searched')).toBe(found);
  });

  test('no words find every pack once', async () => {
    const ids = (await createPacks(made.database).search(' ')).map(({ manifest }) => manifest.id);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
