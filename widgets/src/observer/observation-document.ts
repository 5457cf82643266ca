import { graphql, type ResultOf } from '../api/graphql.ts';

const observationFragment = graphql(`
  fragment Observed on Observation {
    notYetHere
    learners {
      id
      name
      lab
      lastActiveAt
      steps { id title { ko en } points status }
      grade { points maximum status sentAt }
    }
  }
`);

export const observationQuery = graphql(`query ObservationNow { observation { ...Observed } }`, [observationFragment]);
export const observationChanges = graphql(`subscription ObservationChanges { observation { ...Observed } }`, [observationFragment]);

export type Observation = ResultOf<typeof observationFragment>;
export type ObservedLearner = Observation['learners'][number];
