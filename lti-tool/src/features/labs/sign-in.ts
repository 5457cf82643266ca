import { awsAccountIdSchema, type AwsCredentials, type Region } from '@cloudclass/plugin-contract';
import { errorsOf } from '../../errors.ts';
import type { Sql } from '../../ports/sql.ts';
import { labErrors } from './lab-errors.ts';
import type { LabAccounts } from './ports.ts';
import { runningLab, type Learner } from './request-lab.ts';

const fail = errorsOf(labErrors);

interface Deps {
  readonly sql: Sql;
  readonly accounts: LabAccounts;
  readonly pseudonymOf: (personId: string) => string;
  /** Another endpoint than AWS, for the learner's command line. */
  readonly endpoint: string | undefined;
}

/**
 * Signs the learner in to the AWS console of the running lab.
 * @throws LAB_NOT_RUNNING
 */
export async function openConsole(deps: Deps, learner: Learner): Promise<{ url: string }> {
  const { credentials, region } = await issued(deps, learner);
  return { url: await deps.accounts.consoleSignInUrl(credentials, region) };
}

/**
 * Credentials for the learner's running lab. Asking AWS takes time, in which the lab may end and its account go to the next learner: what
 * was issued meanwhile is handed to nobody.
 */
async function issued(deps: Deps, learner: Learner): Promise<{ readonly credentials: AwsCredentials; readonly region: Region }> {
  const lab = await runningLab(deps, learner);
  const credentials = await deps.accounts.learnerCredentials(awsAccountIdSchema.parse(lab.state.accountId), deps.pseudonymOf(learner.personId));
  const now = await runningLab(deps, learner);
  if (now.id !== lab.id) throw fail('LAB_NOT_RUNNING', { detail: `lab ${lab.id} ended while its credentials were issued` });
  return { credentials, region: lab.region };
}

export interface CliCredentials {
  readonly shell: string;
  readonly powershell: string;
  readonly profile: string;
  readonly expiresAt: Date;
}

/**
 * Credentials for the AWS CLI and SDKs, as blocks to paste.
 * @throws LAB_NOT_RUNNING
 */
export async function cliCredentials(deps: Deps, learner: Learner): Promise<CliCredentials> {
  const { credentials, region } = await issued(deps, learner);
  return blocksOf(credentials, region, deps.endpoint);
}

/** Writes the same variables for each place they can be pasted into. AWS's values hold no quotes. */
export function blocksOf(credentials: AwsCredentials, region: string, endpoint: string | undefined): CliCredentials {
  const variables: readonly (readonly [string, string])[] = [
    ['AWS_ACCESS_KEY_ID', credentials.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey],
    ['AWS_SESSION_TOKEN', credentials.sessionToken],
    ['AWS_DEFAULT_REGION', region],
    ['AWS_REGION', region],
    ...(endpoint === undefined ? [] : [['AWS_ENDPOINT_URL', endpoint] as const]),
  ];
  const profile = [
    '[cloudclass]',
    `aws_access_key_id = ${credentials.accessKeyId}`,
    `aws_secret_access_key = ${credentials.secretAccessKey}`,
    `aws_session_token = ${credentials.sessionToken}`,
    `region = ${region}`,
    ...(endpoint === undefined ? [] : [`endpoint_url = ${endpoint}`]),
  ];
  return {
    shell: variables.map(([name, value]) => `export ${name}='${value}'`).join('\n'),
    powershell: variables.map(([name, value]) => `$Env:${name} = '${value}'`).join('\n'),
    profile: profile.join('\n'),
    expiresAt: credentials.expiration,
  };
}
