import { testDatabase } from '@cloudclass/local-postgres';
import { migrate, migrations } from '../src/adapters/postgres/migrate.ts';
import { openDatabase, type Database } from '../src/adapters/postgres/database.ts';

/** The template changes whenever a migration is added, so its name counts them. */
const template = {
  name: `cloudclass_${migrations.length}`,
  async prepare(url: string) {
    const database = openDatabase({ url });
    await migrate(database);
    await database.close();
  },
};

export interface MigratedDatabase {
  readonly database: Database;
  readonly url: string;
  close(): Promise<void>;
}

/** A fresh database with the newest schema, for one test file; close it in `afterAll`. */
export async function migratedDatabase(): Promise<MigratedDatabase> {
  const made = await testDatabase(template);
  const database = openDatabase({ url: made.url });
  return {
    database,
    url: made.url,
    async close() {
      await database.close();
      await made.close();
    },
  };
}
