import { InvalidArgumentError, type Command } from 'commander';
import type { Clock, Ids } from '../ports/clock.ts';
import { institutionNamed } from '../features/identity/platform-registry.ts';
import type { CheckReport } from '../features/platform-check/report.ts';
import { canvasDeveloperKey } from '../features/registration/canvas-key.ts';
import type { InviteStanding } from '../features/registration/invite-state.ts';
import { listInvites, makeInvite, revokeInvite, type ListedInvite } from '../features/registration/invites.ts';
import { describeTool } from '../features/registration/tool-description.ts';
import type { Sql } from '../ports/sql.ts';
import { checkLines } from './check-lines.ts';
import { explained } from './explained.ts';

export interface RegistrationCommandDeps {
  /** Runs work with a database, which is opened for it and closed after it. */
  readonly withSql: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  /** Tries a platform's services; undefined when there is no such platform. */
  readonly check: (id: string) => Promise<CheckReport | undefined>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomText: () => string;
  /** PUBLIC_URL, read when a command needs it. */
  readonly publicUrl: () => string;
  readonly print: (line: string) => void;
  readonly setExitCode: (code: number) => void;
}

/** Adds `platform invite | invites | revoke | check | config` beside `add`, `list` and `remove`. */
export function addRegistrationCommands(platform: Command, deps: RegistrationCommandDeps): void {
  addInvites(platform, deps);
  platform
    .command('check')
    .description('try keys, token, line items and roster of a platform, and say what to do')
    .argument('<id>', 'id, as list shows it')
    .action((id: string) => explained(platform, () => runCheck(platform, deps, id)));
  platform
    .command('config')
    .description('print what an LMS must be told when it does not register by a link')
    .option('--canvas', 'as JSON, for a developer key of Canvas')
    .action(({ canvas }: { canvas?: true }) => printConfig(deps, canvas === true));
}

interface InviteOptions {
  readonly institution: string;
  readonly institutionSlug?: string;
  readonly days: number;
}

function addInvites(platform: Command, deps: RegistrationCommandDeps): void {
  platform
    .command('invite')
    .description('make a link by which one LMS registers itself, once')
    .requiredOption('--institution <name>', 'name of the institution; made when there is none')
    .option('--institution-slug <slug>', 'short name of the institution, as staff sign-in names it')
    .option('--days <number>', 'how long the link is good for', wholeNumber, 7)
    .action((options: InviteOptions) => explained(platform, () => deps.withSql((sql) => invite(deps, sql, options))));
  platform
    .command('invites')
    .description('show the newest invites and what became of them')
    .action(() => explained(platform, () => deps.withSql(async (sql) => (await listInvites({ ...deps, sql })).map(inviteLine).forEach((line) => deps.print(line)))));
  platform
    .command('revoke')
    .description('make an open invite worthless')
    .argument('<id>', 'id, as invites shows it')
    .action((id: string) => explained(platform, () => deps.withSql(async (sql) => {
      await revokeInvite({ ...deps, sql }, id);
      deps.print(`revoked ${id}`);
    })));
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number.');
  return Number(text);
}

async function invite({ ids, print, publicUrl, ...deps }: RegistrationCommandDeps, sql: Sql, { institution, institutionSlug, days }: InviteOptions): Promise<void> {
  const made = await makeInvite(
    { ...deps, sql, ids, publicUrl: publicUrl(), institutionNamed: (tx, given) => institutionNamed({ sql: tx, ids }, given) },
    { institution, days, by: 'command line', ...(institutionSlug === undefined ? {} : { institutionSlug }) },
  );
  print(made.link);
  print(`good once, until ${made.expiresAt.toISOString()}; it is not shown again. Paste it where the LMS adds a tool by its registration URL.`);
}

function inviteLine({ id, institution, standing, lastProblem }: ListedInvite): string {
  const problem = standing.status === 'open' && lastProblem !== null ? `  last attempt: ${lastProblem.code}` : '';
  return `${id}  ${institution.name}  ${standingText(standing)}${problem}`;
}

function standingText(standing: InviteStanding): string {
  switch (standing.status) {
    case 'registered':
      return `registered ${standing.issuer} as ${standing.platformId}`;
    case 'refused':
      return `refused ${standing.issuer}: ${standing.code} ${standing.detail ?? ''}`.trimEnd();
    case 'interrupted':
      return `cut off while ${standing.issuer} was asked: look there for a tool that is not in platform list, remove it, and make a new invite`;
    case 'registering':
      return `registering ${standing.issuer}`;
    default:
      return standing.status;
  }
}

async function runCheck(platform: Command, { check, print, setExitCode }: RegistrationCommandDeps, id: string): Promise<void> {
  const report = await check(id);
  if (report === undefined) return platform.error('PLATFORM_MISSING: There is no such platform. List the platforms to see what is registered.', { code: 'PLATFORM_MISSING', exitCode: 1 });
  for (const item of report.items) checkLines(item).forEach((line) => print(line));
  if (report.items.some(({ outcome }) => outcome === 'failed')) setExitCode(1);
}

function printConfig({ publicUrl, print }: RegistrationCommandDeps, canvas: boolean): void {
  const tool = describeTool(publicUrl());
  if (canvas) return print(JSON.stringify(canvasDeveloperKey(tool), null, 2));
  for (const [name, value] of [
    ['tool name', tool.name],
    ['tool URL, target link URL', tool.launchUrl],
    ['redirect URI', tool.launchUrl],
    ['deep linking URL', tool.launchUrl],
    ['login initiation URL', tool.loginUrl],
    ['public keyset URL', tool.keysUrl],
    ['domain', tool.domain],
    ['icon URL', tool.iconUrl],
  ] as const) print(`${name.padEnd(26)} ${value}`);
}
