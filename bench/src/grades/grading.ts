import { z } from 'zod';
import type { Child } from '../run/child.ts';
import type { School } from '../world/school.ts';
import type { Tool } from '../world/tool.ts';

/** A school, its LMS, and a jobs process that can be started as often as it is killed. */
export interface Grading {
  readonly school: School;
  readonly lms: Child;
  readonly lmsUrl: string;
  readonly startJobs: () => Promise<Tool>;
}

const countSchema = z.object({ accepted: z.number(), repeated: z.number(), conflicts: z.number(), seconds: z.number() });

/** What the LMS has had since `begin`; its own clock says how long it took. */
export const countAt = (lms: Child): Promise<z.infer<typeof countSchema>> => lms.ask({ kind: 'count' }, countSchema);
