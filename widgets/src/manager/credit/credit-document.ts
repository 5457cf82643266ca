import { graphql, type ResultOf } from '../../api/graphql.ts';

const grantFragment = graphql(`
  fragment Grant on CreditGrant { id course kind at expiresAt learner { id name } amount { amount currency } }
`);

/** Grants, and whom and which course a new one can be for: those who have used labs, are using one, or were granted credit. */
export const creditQuery = graphql(
  `
    query Credit {
      creditGrants { ...Grant }
      usage { total { currency } byCourse { id name } }
      usageRows { learner { id name } }
      leases { learner { id name } }
    }
  `,
  [grantFragment],
);

export const grantMutation = graphql(
  `
    mutation GrantCredit($key: ID!, $learnerId: ID!, $courseId: ID!, $amount: String!, $currency: Currency!, $reason: String!) {
      grantCredit(key: $key, learnerId: $learnerId, courseId: $courseId, amount: $amount, currency: $currency, reason: $reason) { ...Grant }
    }
  `,
  [grantFragment],
);

export type Credit = ResultOf<typeof creditQuery>;
export type Grant = Credit['creditGrants'][number];
