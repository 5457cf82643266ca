import { BaseError as DatabaseError } from 'sequelize';
import type { Clock } from '../../ports/clock.ts';
import { sealContextOf } from '../../features/identity/tool-keys.ts';
import type { PlatformProbe } from '../../ports/platform-probe.ts';
import type { PlatformServices, ServiceFailure } from '../../ports/platform-services.ts';
import type { Outbound } from '../outbound/request.ts';
import type { Sealer } from '../seal/sealer.ts';
import { createAccessTokens, type AccessTokenDeps } from './access-tokens.ts';
import { failureFrom } from './failures.ts';
import { listGroups } from './groups.ts';
import { findOrCreateLineItem } from './line-items.ts';
import { LtijsDatabase } from './ltijs-database.ts';
import type { LtijsRules } from './ltijs-parts.ts';
import { listMembers } from './members.ts';
import { orderNotice } from './notices.ts';
import { createProbe } from './probe.ts';
import { openRegistry } from './registry-models.ts';
import { listResults } from './results.ts';
import { publishScore } from './scores.ts';
import { createPlatforms } from './service-context.ts';

export interface PlatformServicesOptions extends LtijsRules {
  readonly databaseUrl: string;
  readonly sealer: Sealer;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Signs with the tool's key. */
  readonly sign: AccessTokenDeps['sign'];
}

/** Services of platforms, by ltijs where it does them well. Close it with the process. */
export function createPlatformServices(options: PlatformServicesOptions): PlatformServices & { readonly database: LtijsDatabase; readonly probe: PlatformProbe; close(): Promise<void> } {
  const registry = openRegistry(options.databaseUrl);
  const accessTokens = createAccessTokens({ ...options, tokens: registry.tokens });
  const database = new LtijsDatabase({ registry, accessTokens, clock: options.clock, openKey: (sealed, kid) => options.sealer.open(sealed, sealContextOf(kid)) });
  const context = { platforms: createPlatforms(registry, options.clock), accessTokens, database, outbound: options.outbound, rules: { allowPrivateAddresses: options.allowPrivateAddresses } };
  return {
    database,
    probe: createProbe(context, answered),
    publishScore: (target, score) => answered(() => publishScore(context, target, score)),
    findOrCreateLineItem: (place) => answered(() => findOrCreateLineItem(context, place)),
    listResults: (target) => answeredParts(() => listResults(context, target)),
    listGroups: (course) => answered(() => listGroups(context, course)),
    orderNotice: (order) => answered(() => orderNotice(context, order)),
    listMembers: (course) => answeredParts(() => listMembers(context, course)),
    async close() {
      await accessTokens.settled();
      await database.Close();
    },
  };
}

/** What a platform does wrong is an outcome; what our own database does wrong is an error. */
async function answered<Outcome>(call: () => Promise<Outcome>): Promise<Outcome | ServiceFailure> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    return failureFrom(error);
  }
}

async function* answeredParts<Part>(list: () => AsyncIterable<Part>): AsyncGenerator<Part | ServiceFailure> {
  try {
    yield* list();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    yield failureFrom(error);
  }
}
