import { z } from 'zod';

const url = z.string();
const count = z.number();

/**
 * What a part of a check saw, as a name and its values: the command line and the operator's page put it into words of their own.
 * What the LMS or the network said stands beside it, as they said it.
 */
export const findingSchema = z.discriminatedUnion('kind', [
  /** The address that was read. */
  z.object({ kind: z.literal('address'), url }),
  /** An address that nobody but this machine reaches. */
  z.object({ kind: z.literal('local-address'), url }),
  z.object({ kind: z.literal('status'), url, status: z.number() }),
  z.object({ kind: z.literal('no-keys'), url }),
  z.object({ kind: z.literal('no-answer'), url }),
  z.object({ kind: z.literal('keys'), url, count }),
  /** How far the platform's clock is from ours; negative when it is behind. */
  z.object({ kind: z.literal('clock'), seconds: z.number() }),
  z.object({ kind: z.literal('token'), until: z.coerce.date() }),
  z.object({ kind: z.literal('line-items'), count }),
  z.object({ kind: z.literal('people'), count }),
  z.object({ kind: z.literal('notices'), types: z.array(z.string()) }),
  /** The platform asked to come back after so many seconds. */
  z.object({ kind: z.literal('later'), seconds: z.number() }),
]);
export type Finding = Readonly<z.infer<typeof findingSchema>>;
