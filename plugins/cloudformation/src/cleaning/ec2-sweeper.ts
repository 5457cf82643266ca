import { withEc2 } from '../clients.ts';
import { KINDS } from './ec2-kinds.ts';
import type { Place, Sweeper } from './sweeper.ts';

/** AWS counts images and snapshots to a Region, not to an account. */
const WITHOUT_ACCOUNT: readonly string[] = ['image', 'snapshot'];

function arnOf({ access, region }: Place, type: string, id: string): string {
  return `arn:aws:ec2:${region}:${WITHOUT_ACCOUNT.includes(type) ? '' : access.accountId}:${type}/${id}`;
}

/** Amazon EC2: what its limits let a learner make (`lti-tool/src/adapters/aws/ec2-limits.ts`). A kind that one of the two knows and the other does not would be left behind. */
export const ec2: Sweeper = {
  scope: 'region',
  takesTime: true,
  list: (place, options) => withEc2(place, options, async (client) => {
    const found = await Promise.all(KINDS.map(async ({ type, list }) => (await list(client)).map((id) => arnOf(place, type, id))));
    return found.flat();
  }),
  remove: (place, options, arn) => withEc2(place, options, async (client) => {
    for (const { type, remove } of KINDS) {
      const beginning = arnOf(place, type, '');
      if (arn.startsWith(beginning)) await remove(client, arn.slice(beginning.length)).catch(unlessLater);
    }
  }),
};

/** Gone already, as EC2 says it of each kind. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const GONE = /\.(NotFound|Unknown|Unavailable)(Exception)?$/;
/** Held by something that is still going. Of an interface EC2 says so with the code of any wrong parameter; protection that was turned off is not known everywhere at once. */
const HELD = /\.InUse$|^(DependencyViolation|VolumeInUse|IncorrectState|IncorrectInstanceState|OperationNotPermitted)$/;
const HELD_INTERFACE = /currently in use/;

/** What is gone needs nothing more; what is held goes with a later pass. */
function unlessLater(error: unknown): void {
  if (!(error instanceof Error)) throw error;
  if (GONE.test(error.name) || HELD.test(error.name)) return;
  if (error.name === 'InvalidParameterValue' && HELD_INTERFACE.test(error.message)) return;
  throw error;
}
