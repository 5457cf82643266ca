import express, { Router } from 'express';
import { z } from 'zod';
import type { LmsContext } from './context.ts';
import { faultRuleSchema } from './faults.ts';

/** What `POST /_local/faults` takes. Steps are done in this order. */
const controlSchema = z.strictObject({
  clear: z.literal(true).optional(),
  add: z.array(faultRuleSchema).optional(),
  /** `gentle` keeps the former keys published; `abrupt` withdraws them at once. */
  rotateKeys: z.enum(['gentle', 'abrupt']).optional(),
});

/** Health, and faults by HTTP. Only JSON is read, which a page of another origin cannot send without being asked first. */
export function controlRoutes({ faults, signingKeys, urls }: Pick<LmsContext, 'faults' | 'signingKeys' | 'urls'>): Router {
  return Router()
    .get('/health', (_req, res) => void res.json({ status: 'ok', issuer: urls.issuer }))
    .get('/faults', (_req, res) => void res.json({ rules: faults.rules() }))
    .post('/faults', express.json(), async (req, res) => {
      const control = controlSchema.safeParse(req.body);
      if (!control.success) return void res.status(400).json({ reason: z.prettifyError(control.error) });
      if (control.data.clear) faults.clear();
      for (const rule of control.data.add ?? []) faults.add(rule);
      if (control.data.rotateKeys !== undefined) await signingKeys.rotate({ keepOld: control.data.rotateKeys === 'gentle' });
      res.json({ rules: faults.rules() });
    });
}
