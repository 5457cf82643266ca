/**
 * Answers questions over everything that happened in one institution, away from the operational database.
 * The table `event` has the columns id, type, occurred_at, institution_id, course_id, resource_link_id, learner (a
 * pseudonym), lab_id and body (JSON), the same in DuckDB, Athena and Redshift.
 */
export interface Warehouse {
  /** @param values bound by name (`$name`) */
  query(sql: string, values: Readonly<Record<string, string | number>>): Promise<Record<string, unknown>[]>;
}
