import { z } from 'zod';

/** Who a session may act as; pages and permissions follow it. */
export const actorSchema = z.enum(['observer', 'learner', 'instructor', 'manager', 'sales', 'operator']);
export type Actor = z.infer<typeof actorSchema>;
