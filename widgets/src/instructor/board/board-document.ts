import { graphql, type ResultOf } from '../../api/graphql.ts';

const rowFragment = graphql(`
  fragment Row on BoardRow {
    learner { id name }
    groupIds
    labStatus
    cells { stepId status seconds overridden }
    points
    attention { kind since }
    grade { status points maximum sentAt problem nextAttemptAt }
    lastAct { eventName at errorCode }
    spent { amount currency }
  }
`);
const summaryFragment = graphql(`fragment Summary on BoardSummary { enrolled started working stuck done medianProgress spent { amount currency } }`);
const gradebookFragment = graphql(`
  fragment GradesOnTheirWay on Gradebook { sent onTheWay stuck problem resync { status askedAt endedAt same sent compared problem } }
`);
const rosterFragment = graphql(`fragment RosterRead on Roster { readAt problem }`);

const boardFragment = graphql(
  `
    fragment Board on ClassBoard {
      activityTitle
      groups { id name set }
      steps { id points title { ko en } }
      gradebook { ...GradesOnTheirWay }
      roster { ...RosterRead }
      summary { ...Summary }
      rows { ...Row }
    }
  `,
  [rowFragment, summaryFragment, gradebookFragment, rosterFragment],
);

export const boardQuery = graphql(`query ClassBoardNow { classBoard { ...Board } }`, [boardFragment]);
export const boardChanges = graphql(
  `
    subscription ClassBoardChanges {
      classBoard {
        ... on ClassBoard { ...Board }
        ... on ClassBoardDifference {
          placed { at row { ...Row } }
          left
          gradebook { ...GradesOnTheirWay }
          roster { ...RosterRead }
          summary { ...Summary }
        }
      }
    }
  `,
  [boardFragment, rowFragment, summaryFragment, gradebookFragment, rosterFragment],
);

export const answerHelp = graphql(
  `mutation AnswerHelp($learnerId: ID!, $text: String!) { answerHelp(learnerId: $learnerId, text: $text) { ...Board } }`,
  [boardFragment],
);
export const overrideStep = graphql(
  `
    mutation OverrideStep($learnerId: ID!, $stepId: ID!, $passed: Boolean!, $reason: String!) {
      overrideStep(learnerId: $learnerId, stepId: $stepId, passed: $passed, reason: $reason) { ...Board }
    }
  `,
  [boardFragment],
);
export const dismissAttention = graphql(
  `mutation DismissAttention($learnerId: ID!) { dismissAttention(learnerId: $learnerId) { ...Board } }`,
  [boardFragment],
);
export const resendGrade = graphql(`mutation ResendGrade($learnerId: ID!) { resendGrade(learnerId: $learnerId) { ...Board } }`, [boardFragment]);

export const resendAllGrades = graphql(`mutation ResendAllGrades { resendAllGrades { ...Board } }`, [boardFragment]);

export const extendLearnersLab = graphql(`
  mutation ExtendLearnersLab($learnerId: ID!, $minutes: Int!) { extendLab(learnerId: $learnerId, minutes: $minutes) { id } }
`);
export const endLearnersLab = graphql(`
  mutation EndLearnersLab($learnerId: ID!) { endLab(learnerId: $learnerId) { id } }
`);

export type Board = ResultOf<typeof boardQuery>['classBoard'];
/** The board whole, or what changed on it since the push before. */
export type BoardPush = ResultOf<typeof boardChanges>['classBoard'];
export type BoardRow = Board['rows'][number];
export type BoardCell = BoardRow['cells'][number];
export type BoardStep = Board['steps'][number];
