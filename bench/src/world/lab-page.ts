/** What the learner's page asks first: who is looking. As in widgets/src/session. */
export const VIEWER = `query Viewer { viewer {
  id name language actor actors institution { id name } course { id title unit } activityTitle returnUrl choosingContent sessionEndsAt
} }`;

const FIELDS = `
  id
  learner { id name }
  pack { id version title { ko en } summary { ko en } introduction { ko en } usualMinutes limitMinutes regions services points
         resources { logicalId type purpose { ko en } dependsOn } }
  steps { id title { ko en } points guide { ko en } status at seen needed
          explanation { eventName eventTime errorCode path seen expected hint { ko en } }
          lastSeen { ...Entry } hintsRevealed { ko en } hintsLeft override { by reason at } }
  state {
    kind: __typename
    ... on LabNotStarted { needs { amount currency } blockedBy }
    ... on LabStarting { labId startedAt done total usualSeconds resources { ...Resource } }
    ... on LabReady { labId accountId region readyAt endsAt canExtend resources { ...Resource } outputs { name value } warnings { code at } }
    ... on LabEnding { labId reason since resources { ...Resource } }
    ... on LabEnded { labId reason endedAt minutes canStartAgain cost { amount currency } }
    ... on LabFailed { labId failedAt what why correlationId canTryAgain }
  }
  credit { granted { ...Amount } available { ...Amount } held { ...Amount } spent { ...Amount } hourlyRate { ...Amount } minutesLeft }
  grade { points maximum status sentAt problem attempts nextAttemptAt }
  video { title { ko en } durationSeconds playlistUrl posterUrl captions { language url } chapters { startSeconds title { ko en } stepId } resumeAtSeconds }
  help { id fromLearner author text at open }
  recentActivity { ...Entry }`;

const FRAGMENTS = `
fragment Amount on Money { amount currency }
fragment Entry on ActivityEntry { id eventName eventSource region at errorCode errorMessage via }
fragment Resource on LabResource { logicalId type status purpose { ko en } physicalId reason }`;

/** Everything the learner's page draws. As in widgets/src/learner. */
export const LAB_PAGE = `query LabPage { labPage { ${FIELDS} } } ${FRAGMENTS}`;
/** The page again without its guide, whenever something on it changed. */
export const LAB_PAGE_CHANGES = `subscription LabPageChanges { labPage { ${FIELDS.replace(' introduction { ko en }', '').replace(' guide { ko en }', '')} } } ${FRAGMENTS}`;
