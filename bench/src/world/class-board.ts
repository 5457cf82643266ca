/** What the class board asks for, and is pushed. As in widgets/src/instructor/board. */
export const CLASS_BOARD_CHANGES = `subscription ClassBoardChanges { classBoard {
  activityTitle groups { id name set } steps { id points title { ko en } }
  gradebook { sent onTheWay stuck problem resync { status askedAt endedAt same sent compared problem } }
  roster { readAt problem }
  summary { enrolled started working stuck done medianProgress spent { amount currency } }
  rows {
    learner { id name } groupIds labStatus cells { stepId status seconds overridden } points attention { kind since }
    grade { status points maximum sentAt problem nextAttemptAt } lastAct { eventName at errorCode } spent { amount currency }
  }
} }`;
