import { graphql, type ResultOf } from '../../api/graphql.ts';

export const detailQuery = graphql(`
  query LearnerDetail($learnerId: ID!) {
    timeline(learnerId: $learnerId) {
      entries { id kind what detail errorCode stepId at }
    }
    labPage(learnerId: $learnerId) {
      id
      credit { available { amount currency } minutesLeft }
      help { id author fromLearner text at open }
      state {
        kind: __typename
        ... on LabReady { endsAt canExtend }
        ... on LabFailed { what why }
      }
      steps {
        id
        status
        at
        lastSeen { eventName at errorCode }
        override { by reason }
        explanation { eventName eventTime errorCode path seen expected hint { ko en } }
      }
    }
  }
`);

export type Detail = ResultOf<typeof detailQuery>;
export type DetailLab = Detail['labPage'];
export type DetailStep = DetailLab['steps'][number];
export type TimelineEntry = Detail['timeline']['entries'][number];
