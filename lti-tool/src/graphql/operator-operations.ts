import { builder } from './builder.ts';
import { AuditEntryRef } from './manager-types.ts';
import { MadeInviteRef, PlatformHealthRef } from './operator-types.ts';

builder.queryFields((t) => ({
  platformHealth: t.field({ type: PlatformHealthRef, resolve: (_root, _args, { pages, session }) => pages.operator.platformHealth(session) }),
  serviceAuditLog: t.field({
    type: [AuditEntryRef],
    description: 'Acts that concern the whole service and are in no institution\'s log.',
    args: { actor: t.arg.string(), action: t.arg.string(), before: t.arg({ type: 'DateTime' }) },
    resolve: (_root, args, { pages, session }) => pages.operator.serviceAuditLog(session, args),
  }),
}));

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
