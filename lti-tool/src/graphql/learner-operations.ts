import { builder } from './builder.ts';
import { LabPageRef, VideoRef } from './learner-types.ts';

const ConsoleSignInRef = builder.objectRef<{ url: string }>('ConsoleSignIn').implement({ fields: (t) => ({ url: t.exposeString('url') }) });

const CliCredentialsRef = builder.objectRef<{ shell: string; powershell: string; profile: string; expiresAt: Date }>('CliCredentials').implement({
  fields: (t) => ({
    shell: t.exposeString('shell', { description: 'Ready to paste in a POSIX shell.' }),
    powershell: t.exposeString('powershell', { description: 'Ready to paste in PowerShell.' }),
    profile: t.exposeString('profile', { description: 'A profile for ~/.aws/credentials.' }),
    expiresAt: t.field({ type: 'DateTime', resolve: (credentials) => credentials.expiresAt }),
  }),
});

const VideoEventKind = builder.enumType('VideoEventKind', {
  values: {
    PLAY: { value: 'play' },
    PAUSE: { value: 'pause' },
    SEEK: { value: 'seek' },
    RATE: { value: 'rate' },
    HEARTBEAT: { value: 'heartbeat' },
    ENDED: { value: 'ended' },
    ERROR: { value: 'error' },
  } as const,
});

const VideoEventInput = builder.inputType('VideoEventInput', {
  fields: (t) => ({
    kind: t.field({ type: VideoEventKind, required: true }),
    at: t.field({ type: 'DateTime', required: true }),
    positionSeconds: t.float({ required: true }),
    watched: t.field({
      description: 'Ranges watched since the last heartbeat, in seconds: [[from, to], …].',
      type: t.listRef(t.listRef('Float', { required: true }), { required: true }),
      required: true,
    }),
    rate: t.float(),
  }),
});

builder.queryField('labPage', (t) => t.field({
  description: "The viewer's own lab; an instructor names a learner of the course.",
  type: LabPageRef,
  args: { learnerId: t.arg.id() },
  resolve: (_root, { learnerId }, { pages, session }) => pages.learner.labPage(session, learnerId),
}));

builder.mutationFields((t) => ({
  startLab: t.field({ type: LabPageRef, resolve: (_root, _args, { pages, session }) => pages.learner.startLab(session) }),
  endLab: t.field({
    type: LabPageRef,
    args: { learnerId: t.arg.id() },
    resolve: (_root, { learnerId }, { pages, session }) => pages.learner.endLab(session, learnerId),
  }),
  extendLab: t.field({
    type: LabPageRef,
    args: { learnerId: t.arg.id(), minutes: t.arg.int({ required: true }) },
    resolve: (_root, args, { pages, session }) => pages.learner.extendLab(session, args),
  }),
  openConsole: t.field({ type: ConsoleSignInRef, resolve: (_root, _args, { pages, session }) => pages.learner.openConsole(session) }),
  cliCredentials: t.field({ type: CliCredentialsRef, resolve: (_root, _args, { pages, session }) => pages.learner.cliCredentials(session) }),
  checkAgain: t.field({
    type: LabPageRef,
    args: { stepId: t.arg.id({ required: true }) },
    resolve: (_root, { stepId }, { pages, session }) => pages.learner.checkAgain(session, stepId),
  }),
  revealHint: t.field({
    type: LabPageRef,
    args: { stepId: t.arg.id({ required: true }) },
    resolve: (_root, { stepId }, { pages, session }) => pages.learner.revealHint(session, stepId),
  }),
  askForHelp: t.field({
    type: LabPageRef,
    args: { text: t.arg.string({ required: true }) },
    resolve: (_root, { text }, { pages, session }) => pages.learner.askForHelp(session, text),
  }),
  recordVideo: t.boolean({
    args: { events: t.arg({ type: [VideoEventInput], required: true }) },
    async resolve(_root, { events }, { pages, session }) {
      // the time of arrival counts: a page's clock can be anything
      await pages.learner.recordVideo(session, events.map(({ at: _at, rate, ...event }) => ({ ...event, rate: rate ?? null })));
      return true;
    },
  }),
  renewVideo: t.field({ type: VideoRef, nullable: true, resolve: (_root, _args, { pages, session }) => pages.learner.renewVideo(session) }),
}));
