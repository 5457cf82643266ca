export { addPlatform } from './features/identity/platform-registry.ts';
export { createEmit, notifyChange } from './adapters/postgres/outbox.ts';
export { ensureOrganization } from './adapters/aws/organization.ts';
export { migrate } from './adapters/postgres/migrate.ts';
export { openDatabase, type Database } from './adapters/postgres/database.ts';
export { publishPack } from './composition/publish-pack.ts';
export { queueGrade, type ScoredActivity } from './features/grades/queue-grade.ts';
export { randomIds, systemClock } from './ports/clock.ts';
