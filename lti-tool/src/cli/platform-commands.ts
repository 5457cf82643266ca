import { Option, type Command } from 'commander';
import type { Ids } from '../ports/clock.ts';
import { addPlatform, listPlatforms, removePlatform, type ListedPlatform } from '../features/identity/platform-registry.ts';
import type { Sql } from '../ports/sql.ts';
import { explained } from './explained.ts';

export interface PlatformCommandDeps {
  /** Runs work with a database, which is opened for it and closed after it. */
  readonly withSql: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  readonly ids: Ids;
  readonly print: (line: string) => void;
}

interface AddOptions {
  readonly institution: string;
  readonly institutionSlug?: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string[];
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly tokenAudience?: string;
  readonly jwksUrl: string;
  readonly algorithm: ('RS256' | 'ES256')[];
}

/**
 * Adds `platform add | list | remove` to a program.
 * @returns the command `platform`, for what else is done with platforms
 */
export function addPlatformCommands(program: Command, deps: PlatformCommandDeps): Command {
  const platform = program.command('platform').description('register the LMSs that may launch labs');
  platform
    .command('add')
    .description('register a platform, or bring its registration up to date')
    .requiredOption('--institution <name>', 'name of the institution; made when there is none')
    .option('--institution-slug <slug>', 'short name of the institution, as staff sign-in names it')
    .requiredOption('--issuer <url>', 'issuer, as the platform shows it')
    .requiredOption('--client-id <id>', 'client id the platform gave the tool')
    .requiredOption('--deployment-id <ids...>', 'deployment ids, one or more')
    .requiredOption('--authorization-url <url>', 'authentication request URL')
    .requiredOption('--token-url <url>', 'access token URL')
    .option('--token-audience <audience>', 'audience of token requests where it is not the token URL (Brightspace)')
    .requiredOption('--jwks-url <url>', 'public keyset URL')
    .addOption(new Option('--algorithm <names...>', 'signature algorithms the platform uses').choices(['RS256', 'ES256']).default(['RS256']))
    .action((options: AddOptions) => explained(platform, () => deps.withSql(async (sql) => add(deps, sql, options))));
  platform
    .command('list')
    .description('show what is registered')
    .action(() => explained(platform, () => deps.withSql(async (sql) => (await listPlatforms({ sql })).map(line).forEach((text) => deps.print(text)))));
  platform
    .command('remove')
    .description('remove a registration nobody has been launched from')
    .argument('<id>', 'id, as list shows it')
    .action((id: string) => explained(platform, () => deps.withSql(async (sql) => {
      await removePlatform({ sql }, id);
      deps.print(`removed ${id}`);
    })));
  return platform;
}

async function add({ ids, print }: PlatformCommandDeps, sql: Sql, { deploymentId, algorithm, ...options }: AddOptions): Promise<void> {
  const id = await addPlatform({ sql, ids }, { ...options, deploymentIds: deploymentId, algorithms: algorithm });
  print(`registered ${id}`);
}

function line({ id, institution, issuer, clientId, deployments, lastLaunchAt }: ListedPlatform): string {
  const launched = lastLaunchAt === null ? 'pending, never launched' : `active, last launched ${lastLaunchAt.toISOString()}`;
  return `${id}  ${institution.name}  ${issuer}  client ${clientId}  deployments ${deployments.join(', ') || 'none yet'}  ${launched}`;
}
