import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openStockServices, type StockServices } from '../world/stock-ltijs.ts';

const questionSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('open'), databaseUrl: z.string(), lmsUrl: z.string() }), z.object({ kind: z.literal('read') })]);

let opened: StockServices | undefined;

/** The peer: ltijs's own NamesAndRoles, which reads all pages into memory and stores nothing. */
serve(async (question) => {
  const asked = questionSchema.parse(question);
  if (asked.kind === 'open') {
    opened = await openStockServices(asked);
    return {};
  }
  if (opened === undefined) throw new Error('ltijs is not set up');
  const began = performance.now();
  const { members } = await opened.lti.NamesAndRoles.getMembers(opened.token, { pages: false });
  return { members: members.length, seconds: (performance.now() - began) / 1_000 };
});
