import { builder } from './builder.ts';
import { MadeInviteRef, PlatformHealthRef } from './operator-types.ts';

builder.queryField('platformHealth', (t) => t.field({ type: PlatformHealthRef, resolve: (_root, _args, { pages, session }) => pages.operator.platformHealth(session) }));

builder.mutationFields((t) => ({
  releaseFromQuarantine: t.field({
    type: PlatformHealthRef,
    args: { accountId: t.arg.id({ required: true }) },
    resolve: (_root, { accountId }, { pages, session }) => pages.operator.releaseFromQuarantine(session, accountId),
  }),
  replayGrade: t.field({
    type: PlatformHealthRef,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { pages, session }) => pages.operator.replayGrade(session, id),
  }),
  inviteInstitution: t.field({
    type: MadeInviteRef,
    args: { institution: t.arg.string({ required: true }), days: t.arg.int() },
    resolve: (_root, invite, { pages, session }) => pages.operator.inviteInstitution(session, invite),
  }),
  revokeInvite: t.field({
    type: PlatformHealthRef,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { pages, session }) => pages.operator.revokeInvite(session, id),
  }),
  checkPlatform: t.field({
    type: PlatformHealthRef,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { pages, session }) => pages.operator.checkPlatform(session, id),
  }),
}));
