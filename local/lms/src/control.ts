import express, { Router } from 'express';
import { z } from 'zod';
import type { LmsContext } from './context.ts';
import { membershipChangeSchema } from './course/membership-changes.ts';
import { faultRuleSchema } from './faults.ts';
import { isQuirk, quirkList } from './quirks/quirk-list.ts';

/** What `POST /_local/faults` takes. Steps are done in this order. */
const controlSchema = z.strictObject({
  clear: z.literal(true).optional(),
  add: z.array(faultRuleSchema).optional(),
  /** `gentle` keeps the former keys published; `abrupt` withdraws them at once. */
  rotateKeys: z.enum(['gentle', 'abrupt']).optional(),
  clockOffsetSeconds: z.number().int().min(-86_400).max(86_400).optional(),
});

/** What `POST /_local/quirks` takes: all that shall be in force. */
const quirkSchema = z.strictObject({ quirks: z.array(z.string().refine(isQuirk, { error: 'there is no such quirk; GET lists them' })) });

/** Health, quirks, and faults by HTTP. Only JSON is read, which a page of another origin cannot send without being asked first. */
export function controlRoutes({ faults, quirks, signingKeys, state, urls }: Pick<LmsContext, 'faults' | 'quirks' | 'signingKeys' | 'state' | 'urls'>): Router {
  return Router()
    .get('/health', (_req, res) => void res.json({ status: 'ok', issuer: urls.issuer }))
    .get('/quirks', (_req, res) => void res.json({ product: quirks.product, quirks: quirks.list(), known: quirkList }))
    .post('/quirks', express.json(), (req, res) => {
      const wanted = quirkSchema.safeParse(req.body);
      if (!wanted.success) return void res.status(400).json({ reason: z.prettifyError(wanted.error) });
      quirks.replace(wanted.data.quirks);
      res.json({ quirks: quirks.list() });
    })
    .post('/members', express.json(), (req, res) => {
      const change = membershipChangeSchema.safeParse(req.body);
      if (!change.success) return void res.status(400).json({ reason: z.prettifyError(change.error) });
      if (!state.changeMembership(change.data)) return void res.status(404).json({ reason: 'There is no such course or person' });
      res.json(change.data);
    })
    .get('/faults', (_req, res) => void res.json({ rules: faults.rules() }))
    .post('/faults', express.json(), async (req, res) => {
      const control = controlSchema.safeParse(req.body);
      if (!control.success) return void res.status(400).json({ reason: z.prettifyError(control.error) });
      if (control.data.clear) faults.clear();
      for (const rule of control.data.add ?? []) faults.add(rule);
      if (control.data.rotateKeys !== undefined) await signingKeys.rotate({ keepOld: control.data.rotateKeys === 'gentle' });
      if (control.data.clockOffsetSeconds !== undefined) faults.clockOffsetSeconds = control.data.clockOffsetSeconds;
      res.json({ rules: faults.rules() });
    });
}
