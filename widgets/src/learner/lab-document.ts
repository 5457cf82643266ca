import { graphql, type ResultOf } from '../api/graphql.ts';

const moneyFragment = graphql(`fragment Amount on Money { amount currency }`);
const entryFragment = graphql(`fragment Entry on ActivityEntry { id eventName eventSource region at errorCode errorMessage via }`);
const resourceFragment = graphql(`
  fragment Resource on LabResource { logicalId type status purpose { ko en } physicalId reason }
`);

const packFragment = graphql(`
  fragment LabPack on Pack {
    id
    version
    title { ko en }
    summary { ko en }
    usualMinutes
    limitMinutes
    regions
    services
    points
    resources { logicalId type purpose { ko en } dependsOn }
  }
`);

const stateFragment = graphql(
  `
    fragment State on LabState {
      kind: __typename
      ... on LabNotStarted { needs { ...Amount } blockedBy }
      ... on LabStarting { labId startedAt done total usualSeconds waiting { code since ahead } resources { ...Resource } }
      ... on LabReady {
        labId
        accountId
        region
        readyAt
        endsAt
        canExtend
        resources { ...Resource }
        outputs { name value }
        warnings { code at }
      }
      ... on LabEnding { labId reason since resources { ...Resource } }
      ... on LabEnded { labId reason endedAt minutes canStartAgain cost { ...Amount } }
      ... on LabFailed { labId failedAt what why correlationId canTryAgain }
    }
  `,
  [moneyFragment, resourceFragment],
);

const stepFragment = graphql(
  `
    fragment Step on LabStep {
      id
      title { ko en }
      points
      status
      at
      seen
      needed
      explanation { eventName eventTime errorCode path seen expected hint { ko en } }
      lastSeen { ...Entry }
      hintsRevealed { ko en }
      hintsLeft
      override { by reason at }
    }
  `,
  [entryFragment],
);

const videoFragment = graphql(`
  fragment LabVideo on Video {
    title { ko en }
    durationSeconds
    playlistUrl
    posterUrl
    captions { language url }
    chapters { startSeconds title { ko en } stepId }
    resumeAtSeconds
  }
`);

const labNowFragment = graphql(
  `
    fragment LabNow on LabPage {
      id
      learner { id name }
      state { ...State }
      credit {
        granted { ...Amount }
        available { ...Amount }
        held { ...Amount }
        spent { ...Amount }
        hourlyRate { ...Amount }
        minutesLeft
      }
      grade { points maximum status sentAt problem attempts nextAttemptAt }
      video { ...LabVideo }
      help { id fromLearner author text at open }
      recentActivity { ...Entry }
      dueAt
    }
  `,
  [stateFragment, moneyFragment, videoFragment, entryFragment],
);

/** Everything the learner's page draws. */
const labPageFragment = graphql(
  `fragment Lab on LabPage { ...LabNow pack { ...LabPack introduction { ko en } } steps { ...Step guide { ko en } } }`,
  [labNowFragment, packFragment, stepFragment],
);

/** The same without the guide, which is most of it and stays: what the server sends whenever something on the page changed. */
const labChangedFragment = graphql(
  `fragment LabChanged on LabPage { ...LabNow pack { ...LabPack } steps { ...Step } }`,
  [labNowFragment, packFragment, stepFragment],
);

export const labPageQuery = graphql(`query LabPage($learnerId: ID) { labPage(learnerId: $learnerId) { ...Lab } }`, [labPageFragment]);
export const labPageChanges = graphql(`subscription LabPageChanges($learnerId: ID) { labPage(learnerId: $learnerId) { ...LabChanged } }`, [
  labChangedFragment,
]);

export const startLab = graphql(`mutation StartLab { startLab { ...Lab } }`, [labPageFragment]);
export const endLab = graphql(`mutation EndLab { endLab { ...Lab } }`, [labPageFragment]);
export const extendLab = graphql(`mutation ExtendLab($minutes: Int!) { extendLab(minutes: $minutes) { ...Lab } }`, [labPageFragment]);
export const checkAgain = graphql(`mutation CheckAgain($stepId: ID!) { checkAgain(stepId: $stepId) { ...Lab } }`, [labPageFragment]);
export const revealHint = graphql(`mutation RevealHint($stepId: ID!) { revealHint(stepId: $stepId) { ...Lab } }`, [labPageFragment]);
export const askForHelp = graphql(`mutation AskForHelp($text: String!) { askForHelp(text: $text) { ...Lab } }`, [labPageFragment]);
export const openConsole = graphql(`mutation OpenConsole { openConsole { url } }`);
export const cliCredentials = graphql(`mutation CliCredentials { cliCredentials { shell powershell profile expiresAt } }`);
export const recordVideo = graphql(`mutation RecordVideo($events: [VideoEventInput!]!) { recordVideo(events: $events) }`);
export const renewVideo = graphql(`mutation RenewVideo { renewVideo { ...LabVideo } }`, [videoFragment]);

export type LabPage = ResultOf<typeof labPageFragment>;
export type LabChanged = ResultOf<typeof labChangedFragment>;
export type LabStep = LabPage['steps'][number];
type LabState = LabPage['state'];
export type LabStateOf<Name extends LabState['kind']> = Extract<LabState, { kind: Name }>;
export type LabResource = LabStateOf<'LabStarting'>['resources'][number];
export type PackResource = LabPage['pack']['resources'][number];
export type ActivityEntry = LabPage['recentActivity'][number];
export type LabVideo = NonNullable<LabPage['video']>;
export type EndReason = LabStateOf<'LabEnded'>['reason'];
