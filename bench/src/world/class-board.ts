const ROW = `
  learner { id name } groupIds labStatus cells { stepId status seconds overridden } points attention { kind since }
  grade { status points maximum sentAt problem nextAttemptAt } lastAct { eventName at errorCode } spent { amount currency }`;
const SUMS = `
  gradebook { sent onTheWay stuck problem resync { status askedAt endedAt same sent compared problem } }
  roster { readAt problem }
  summary { enrolled started working stuck done medianProgress spent { amount currency } }`;

/** What the class board is pushed. As in widgets/src/instructor/board. */
export const CLASS_BOARD_CHANGES = `subscription ClassBoardChanges { classBoard {
  ... on ClassBoard { activityTitle groups { id name set } steps { id points title { ko en } } ${SUMS} rows { ${ROW} } }
  ... on ClassBoardDifference { placed { at row { ${ROW} } } left ${SUMS} }
} }`;
