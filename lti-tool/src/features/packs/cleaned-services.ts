/**
 * Services that leave nothing in an account: whoever may call them can look, or take on a role.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const KEEPS_NOTHING: readonly string[] = ['sts', 'tag', 'health', 'pricing', 'ce'];

/**
 * Which of a pack's services an account would not be cleaned of after the lab: what a learner leaves there would meet the next one, and cost.
 * @param services as in IAM actions
 * @param swept services of which an account is emptied
 */
export function uncleaned(services: readonly string[], swept: readonly string[]): string[] {
  return services.filter((service) => !swept.includes(service) && !KEEPS_NOTHING.includes(service));
}
