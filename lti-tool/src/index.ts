export { ensureOrganization } from './adapters/aws/organization.ts';
export { migrate } from './adapters/postgres/migrate.ts';
export { openDatabase, type Database } from './adapters/postgres/database.ts';
export { randomIds, systemClock } from './clock.ts';
export { addPlatform } from './features/identity/platform-registry.ts';
export { publishPack } from './features/packs/packs.ts';
