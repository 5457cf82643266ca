import { builder } from './builder.ts';
import { PlatformHealthRef } from './operator-types.ts';

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
}));
