import { compilePack, type CompiledPack } from '@cloudclass/event-patterns';
import { packIdSchema, packVersionSchema, type CoursePack, type PackId, type PackVersion } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import { errorsOf } from '../../errors.ts';
import { NEWEST_FIRST } from '../../domain/newest-pack.ts';
import type { Sql } from '../../ports/sql.ts';
import { packErrors } from './pack-errors.ts';

const fail = errorsOf(packErrors);

/** A published pack, with its validators made ready. */
export interface PublishedPack {
  readonly pack: CoursePack;
  readonly compiled: CompiledPack;
}

/** The published packs. A version never changes, so what was read once is kept. */
export interface Packs {
  /** @throws PACK_UNKNOWN */
  get(id: string, version: string): Promise<PublishedPack>;
  /** The newest version of every pack that holds each of the words in its id, title, summary, services, tags or steps. */
  search(words: string | null): Promise<CoursePack[]>;
}

/** Looks up the pack that something was made from, a lab say. */
export function packLookup(packs: Pick<Packs, 'get'>): (made: { readonly packId: string; readonly packVersion: string }) => Promise<CoursePack> {
  return async ({ packId, packVersion }) => (await packs.get(packId, packVersion)).pack;
}

/** How many versions a process keeps: more than an institution uses at a time. */
const KEPT = 200;

/** Everything of a pack that an instructor may look for. */
const SEARCHED = `lower(concat_ws(' ', pack_id, ${['title.*', 'summary.*', 'services[*]', 'tags[*]', 'steps[*].title.*'].map((path) => `jsonb_path_query_array(pack, '$.manifest.${path}')::text`).join(', ')}))`;

/** Reads published packs through a cache of this process. */
export function createPacks(sql: Sql): Packs {
  const cache = new Map<string, PublishedPack>();
  return {
    async get(id, version) {
      const key = `${id}@${version}`;
      const cached = cache.get(key);
      if (cached !== undefined) return cached;
      const rows = await sql.query<PackRow>('select pack from pack_version where pack_id = $1 and version = $2', [id, version]);
      const [row] = rows;
      if (row === undefined) throw fail('PACK_UNKNOWN', { detail: key });
      if (cache.size >= KEPT) cache.clear();
      const published = { pack: row.pack, compiled: compilePack(row.pack) };
      cache.set(key, published);
      return published;
    },
    async search(words) {
      const rows = await sql.query<PackRow>(
        `select distinct on (pack_id) pack from pack_version
         where not exists (select from unnest($1::text[]) word where strpos(${SEARCHED}, lower(word)) = 0)
         order by pack_id, ${NEWEST_FIRST}`,
        [(words ?? '').split(/\s+/).filter((word) => word !== '')],
      );
      return rows.map((row) => row.pack);
    },
  };
}

/** Only publishPack writes this column, from a pack that the loader has checked. */
interface PackRow { readonly pack: CoursePack }

export interface PublishDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  /** Services, as in IAM actions, of which an account is cleaned after a lab. */
  readonly cleanedServices: readonly string[];
  /** Those of these services in which a learner could leave something that nobody removes. */
  readonly uncleaned: (services: readonly string[]) => readonly string[];
}

/**
 * Publishes a version of a pack, once and for all.
 * @throws PACK_SERVICE_NOT_CLEANED when learners could leave behind what nobody removes; PACK_VERSION_TAKEN when the version is published with other content
 */
export async function publishPack({ sql, clock, cleanedServices, uncleaned }: PublishDeps, pack: CoursePack): Promise<'published' | 'already published'> {
  const { id, version, services } = pack.manifest;
  const left = uncleaned(services);
  if (left.length > 0) throw fail('PACK_SERVICE_NOT_CLEANED', { detail: `${id}@${version} uses ${left.join(', ')}; accounts are cleaned of ${cleanedServices.join(', ')}` });
  const inserted = await sql.query(
    'insert into pack_version (pack_id, version, digest, pack, published_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1',
    [id, version, pack.digest, JSON.stringify(pack), clock.now()],
  );
  if (inserted.length > 0) return 'published';
  const [existing] = await sql.query<{ digest: string }>('select digest from pack_version where pack_id = $1 and version = $2', [id, version]);
  if (existing?.digest !== pack.digest) throw fail('PACK_VERSION_TAKEN', { detail: `${id}@${version}` });
  return 'already published';
}

export interface PublishedVersion {
  readonly id: PackId;
  readonly version: PackVersion;
  readonly title: CoursePack['manifest']['title'];
  readonly digest: string;
  readonly publishedAt: Date;
  readonly labs: number;
}

/** Every published version with how many labs it has served, newest first. */
export async function listPublished({ sql }: { sql: Sql }): Promise<PublishedVersion[]> {
  const rows = await sql.query<PackRow & { pack_id: string; version: string; digest: string; published_at: Date; labs: number }>(
    `select v.pack_id, v.version, v.digest, v.pack, v.published_at,
            (select count(*)::int from lab l where l.pack_id = v.pack_id and l.pack_version = v.version) as labs
     from pack_version v order by v.published_at desc`,
  );
  return rows.map((row) => ({
    id: packIdSchema.parse(row.pack_id),
    version: packVersionSchema.parse(row.version),
    title: row.pack.manifest.title,
    digest: row.digest,
    publishedAt: row.published_at,
    labs: row.labs,
  }));
}
