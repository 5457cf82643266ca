/**
 * Services, as in IAM actions, that this plugin empties an account of, what costs most first. Apart from the sweepers, so that whoever only checks a pack
 * loads no client of AWS.
 */
export const SWEPT_SERVICES = ['ec2', 'dynamodb', 's3', 'ssm'] as const;
export type SweptService = (typeof SWEPT_SERVICES)[number];

/** Roles and policies are removed by the server, which knows those of its own. */
const OF_THE_POOL = ['iam'];

/** All that an account is cleaned of after a lab. */
export const CLEANED_SERVICES: readonly string[] = [...OF_THE_POOL, ...SWEPT_SERVICES];

/**
 * Services that leave nothing in an account: whoever may call them can look, or take on a role.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const KEEPS_NOTHING: readonly string[] = ['sts', 'tag', 'health', 'pricing', 'ce'];

/**
 * Which of a pack's services an account would not be cleaned of after the lab: what a learner leaves there would meet the next one, and cost.
 * @param services as in IAM actions
 */
export function uncleaned(services: readonly string[]): string[] {
  return services.filter((service) => !CLEANED_SERVICES.includes(service) && !KEEPS_NOTHING.includes(service));
}
