import { errorsOf } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { identityErrors } from '../features/identity/identity-errors.ts';
import { institutionNamed } from '../features/identity/platform-registry.ts';
import type { Session } from '../features/identity/session.ts';
import { canvasDeveloperKey } from '../features/registration/canvas-key.ts';
import { listInvites, makeInvite, revokeInvite, type ListedInvite } from '../features/registration/invites.ts';
import { describeTool } from '../features/registration/tool-description.ts';
import type { OperatorPageDeps, PageDeps } from './page-deps.ts';
import type { OperatorPages } from './pages.ts';
import { actorName, asStaff } from './rights.ts';
import type { InviteView, PlatformHealthView, ToolSettingsView } from './views/operator.ts';

type PlatformPageDeps = Pick<OperatorPageDeps, 'sql' | 'clock' | 'ids' | 'publicUrl' | 'randomText' | 'checkPlatform'>;

/** What the operator does with LMSs: inviting them, taking invites back, trying them. */
export function platformPages(deps: PlatformPageDeps, health: (session: Session) => Promise<PlatformHealthView>): Pick<OperatorPages, 'inviteInstitution' | 'revokeInvite' | 'checkPlatform'> {
  return {
    async inviteInstitution(session, { institution, days }) {
      const actor = actorName(asStaff(session, 'operator'));
      const making = { ...deps, institutionNamed: (tx: PageDeps['sql'], given: { name: string; slug: string | undefined }) => institutionNamed({ sql: tx, ids: deps.ids }, given) };
      const { link, expiresAt } = await makeInvite(making, { institution, by: actor, ...(typeof days === 'number' ? { days } : {}) }, (tx, made) =>
        noteAct(deps, tx, { institutionId: made.institutionId, actor, action: 'invite.made', target: made.id, detail: null }));
      return { link, expiresAt, health: await health(session) };
    },
    async revokeInvite(session, id) {
      const actor = actorName(asStaff(session, 'operator'));
      await revokeInvite(deps, id, (tx, invite) => noteAct(deps, tx, { institutionId: invite.institution.id, actor, action: 'invite.revoked', target: invite.id, detail: null }));
      return health(session);
    },
    async checkPlatform(session, id) {
      asStaff(session, 'operator');
      if ((await deps.checkPlatform(id)) === undefined) throw errorsOf(identityErrors)('PLATFORM_MISSING', { detail: id });
      return health(session);
    },
  };
}

/** The newest invites with what became of them. */
export async function invitesView(deps: Pick<PageDeps, 'sql' | 'clock'>): Promise<InviteView[]> {
  return (await listInvites(deps)).map(inviteView);
}

function inviteView({ standing, lastProblem, ...invite }: ListedInvite): InviteView {
  const problem = standing.status === 'refused' ? standing : standing.status === 'open' ? lastProblem : null;
  return {
    ...invite,
    status: standing.status,
    issuer: 'issuer' in standing ? standing.issuer : null,
    code: problem?.code ?? null,
    detail: problem?.detail ?? null,
  };
}

/** What an LMS must be told that does not register by a link. */
export function settingsView(publicUrl: string): ToolSettingsView {
  const tool = describeTool(publicUrl);
  return { ...tool, canvasKey: JSON.stringify(canvasDeveloperKey(tool), null, 2) };
}
