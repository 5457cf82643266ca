import { graphql, type ResultOf } from '../../api/graphql.ts';

export const insightQuery = graphql(`
  query CourseInsight {
    courseInsight {
      asOf
      steps { stepId title { ko en } started passed medianSeconds nearMisses { path seen expected personal learners times } }
      video { fromSeconds toSeconds watched }
    }
  }
`);

export type Insight = ResultOf<typeof insightQuery>['courseInsight'];
export type StepInsight = Insight['steps'][number];
export type NearMissCount = StepInsight['nearMisses'][number];
export type VideoSlice = Insight['video'][number];
