import { z } from 'zod';
import { languageSchema, packIdSchema, packVersionSchema, stepIdSchema } from '@cloudclass/plugin-contract';
import { configurationIdSchema, type InstitutionId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { configurationSchema, type Configuration } from './configuration.ts';

/** Keeps a choice. A row never changes; whoever chooses anew keeps another one. */
export async function keepConfiguration(sql: Sql, owner: { readonly institutionId: InstitutionId; readonly personId: PersonId }, configuration: Configuration, now: Date): Promise<void> {
  const { id, packId, packVersion, stepIds, points, availableFrom, availableUntil, dueAt, language } = configuration;
  await sql.query(
    `insert into activity_configuration (id, institution_id, pack_id, pack_version, step_ids, points, available_from, available_until, due_at, language, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [id, owner.institutionId, packId, packVersion, stepIds, points, availableFrom, availableUntil, dueAt, language, owner.personId, now],
  );
}

const linkRow = z.object({
  title: z.string(),
  course: z.string(),
  unit: z.string().nullable(),
  pack_id: packIdSchema.nullable(),
  pack_version: packVersionSchema.nullable(),
  configuration_id: configurationIdSchema.nullable(),
  configured_pack_id: packIdSchema.nullable(),
  configured_pack_version: packVersionSchema.nullable(),
  step_ids: z.array(stepIdSchema).nullable(),
  points: z.number().nullable(),
  available_from: z.date().nullable(),
  available_until: z.date().nullable(),
  due_at: z.date().nullable(),
  language: languageSchema.nullable(),
});

/** The lab of an activity and what was chosen for it. */
export interface ActivityLab {
  readonly title: string;
  readonly course: string;
  readonly unit: string | null;
  readonly packId: string;
  readonly packVersion: string;
  readonly configuration: Configuration | null;
}

interface LinkPlace { readonly institutionId: InstitutionId; readonly resourceLinkId: ResourceLinkId }

const selectLink = `
  select r.title, c.title as course, u.name as unit,
         r.pack_id, r.pack_version, k.id as configuration_id, k.pack_id as configured_pack_id, k.pack_version as configured_pack_version,
         k.step_ids, k.points, k.available_from, k.available_until, k.due_at, k.language
  from resource_link r join course c on c.id = r.course_id left join business_unit u on u.id = c.unit_id
       left join activity_configuration k on k.id = r.configuration_id and k.institution_id = r.institution_id
  where r.institution_id = $1 and r.id = $2`;

/**
 * The lab of an activity.
 * @returns undefined when it has none yet, or is another institution's
 */
export async function activityLab(sql: Sql, place: LinkPlace): Promise<ActivityLab | undefined> {
  return labIn(await maybeOne(sql, selectLink, [place.institutionId, place.resourceLinkId]));
}

/** The same, held against a change by others until the transaction ends. */
export async function heldActivityLab(tx: Sql, place: LinkPlace): Promise<ActivityLab | undefined> {
  return labIn(await maybeOne(tx, `${selectLink} for share of r`, [place.institutionId, place.resourceLinkId]));
}

function labIn(found: object | undefined): ActivityLab | undefined {
  const row = linkRow.optional().parse(found);
  if (row === undefined || row.pack_id === null || row.pack_version === null) return undefined;
  return { title: row.title, course: row.course, unit: row.unit, packId: row.pack_id, packVersion: row.pack_version, configuration: row.configuration_id === null ? null : configurationIn(row) };
}

function configurationIn(row: z.infer<typeof linkRow>): Configuration {
  return configurationSchema.parse({
    id: row.configuration_id,
    packId: row.configured_pack_id,
    packVersion: row.configured_pack_version,
    stepIds: row.step_ids,
    points: row.points,
    availableFrom: row.available_from,
    availableUntil: row.available_until,
    dueAt: row.due_at,
    language: row.language,
  });
}

/**
 * Gives an activity another configuration, from now on its own.
 * @returns false when learners have begun another lab in it: that one stays
 */
export async function configureLink(tx: Sql, place: LinkPlace, { id, packId, packVersion }: Configuration): Promise<boolean> {
  const row = await maybeOne(
    tx,
    `update resource_link r set configuration_id = $3, pack_id = $4, pack_version = $5
     where r.institution_id = $1 and r.id = $2
       and (r.pack_id is null or r.pack_id = $4 or not exists (select from lab l where l.resource_link_id = r.id))
     returning r.id`,
    [place.institutionId, place.resourceLinkId, id, packId, packVersion],
  );
  return row !== undefined;
}

/** The learners who have had a lab in an activity: their scores follow from what is asked of them. */
export async function learnersWithLabs(tx: Sql, place: LinkPlace): Promise<string[]> {
  const rows = await tx.query<{ person_id: string }>('select distinct person_id from lab where institution_id = $1 and resource_link_id = $2 order by person_id', [place.institutionId, place.resourceLinkId]);
  return rows.map((row) => row.person_id);
}
