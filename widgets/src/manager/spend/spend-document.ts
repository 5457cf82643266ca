import { graphql, type ResultOf } from '../../api/graphql.ts';

const groupFragment = graphql(`fragment SpendGroup on UsageGroup { id name labs minutes cost { amount currency } rounding { amount currency } }`);

export const spendQuery = graphql(
  `
    query Spend {
      usage {
        from
        to
        total { amount currency }
        budget { amount currency }
        forecast { amount currency }
        byDay { day cost { amount currency } rounding { amount currency } }
        byUnit { ...SpendGroup }
        byCourse { ...SpendGroup }
      }
    }
  `,
  [groupFragment],
);

export const usageRowsQuery = graphql(`
  query UsageRows($courseId: ID, $from: DateTime, $to: DateTime, $after: ID) {
    usageRows(courseId: $courseId, from: $from, to: $to, after: $after) {
      id
      at
      course
      labId
      product
      minutes
      priceVersion
      invoiced
      learner { id name }
      cost { amount currency }
    }
  }
`);

export type Spend = ResultOf<typeof spendQuery>['usage'];
export type SpendGroup = Spend['byCourse'][number];
export type UsageRow = ResultOf<typeof usageRowsQuery>['usageRows'][number];
