import { graphql, type ResultOf } from '../api/graphql.ts';

const healthFragment = graphql(`
  fragment OperatorHealth on PlatformHealth {
    alarms { code detail count health since }
    pool { status count }
    coming { count failures { code reason count since tryAt } }
    quarantine { accountId cause reason since }
    queues { name waiting failed oldestSeconds }
    grades { id status cause attempts since institution course learner { id name } }
    platforms { id issuer clientId deployments product health state lastLaunchAt institution { id name } check { at items { part outcome code finding { kind url count status seconds until types } detail } } trouble { problem since heldUntil waiting } missingScopes }
    invites { id status issuer code detail createdBy createdAt expiresAt institution { id name } }
    settings { name domain loginUrl launchUrl keysUrl iconUrl canvasKey }
    keys { kid active ageDays createdAt }
    packs { id version title { ko en } digest labs publishedAt }
    webhooks { direction waiting failed lastAt }
  }
`);

export const healthQuery = graphql(`query OperatorHealthNow { platformHealth { ...OperatorHealth } }`, [healthFragment]);

export const releaseMutation = graphql(
  `mutation ReleaseFromQuarantine($accountId: ID!) { releaseFromQuarantine(accountId: $accountId) { ...OperatorHealth } }`,
  [healthFragment],
);

export const replayMutation = graphql(`mutation ReplayGrade($id: ID!) { replayGrade(id: $id) { ...OperatorHealth } }`, [healthFragment]);

export const inviteMutation = graphql(
  `mutation InviteInstitution($institution: String!, $days: Int) { inviteInstitution(institution: $institution, days: $days) { link expiresAt health { ...OperatorHealth } } }`,
  [healthFragment],
);

export const revokeMutation = graphql(`mutation RevokeInvite($id: ID!) { revokeInvite(id: $id) { ...OperatorHealth } }`, [healthFragment]);

export const checkMutation = graphql(`mutation CheckPlatform($id: ID!) { checkPlatform(id: $id) { ...OperatorHealth } }`, [healthFragment]);

export type PlatformHealth = ResultOf<typeof healthQuery>['platformHealth'];
