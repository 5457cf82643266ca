import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openStock, registerAt } from '../world/stock-ltijs.ts';
import type { IdToken, StockProvider } from 'ltijs';

const questionSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('open'), databaseUrl: z.string(), lmsUrl: z.string() }), z.object({ kind: z.literal('read') })]);

let opened: { readonly lti: StockProvider; readonly token: IdToken } | undefined;

/** The peer: ltijs's own NamesAndRoles, which reads all pages into memory and stores nothing. */
serve(async (question) => {
  const asked = questionSchema.parse(question);
  if (asked.kind === 'open') {
    const lti = openStock(asked);
    await lti.deploy({ serverless: true, silent: true });
    opened = { lti, token: await registerAt(lti, asked.lmsUrl) };
    return {};
  }
  if (opened === undefined) throw new Error('ltijs is not set up');
  const began = performance.now();
  const { members } = await opened.lti.NamesAndRoles.getMembers(opened.token, { pages: false });
  return { members: members.length, seconds: (performance.now() - began) / 1_000 };
});
