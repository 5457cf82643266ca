import { withSsm } from '../clients.ts';
import { listParameters, removeParameter } from './parameters.ts';
import type { Place, Sweeper } from './sweeper.ts';

const arnOf = ({ access, region }: Place, name: string): string => `arn:aws:ssm:${region}:${access.accountId}:parameter/${name.replace(/^\//, '')}`;

/** Systems Manager: parameters. The ARN does not tell whether a name began with a slash, so names are asked for again. */
export const ssm: Sweeper = {
  scope: 'region',
  list: (place, options) => withSsm(place, options, async (client) => (await listParameters(client)).map((name) => arnOf(place, name))),
  remove: (place, options, arn) => withSsm(place, options, async (client) => {
    for (const name of (await listParameters(client)).filter((known) => arnOf(place, known) === arn)) await removeParameter(client, name);
  }),
};
