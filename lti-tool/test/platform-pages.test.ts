import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import type { Session } from '../src/features/identity/session.ts';
import { sessionIdSchema } from '../src/domain/ids.ts';
import { invitesView, platformPages } from '../src/pages/platform-pages.ts';
import type { PlatformHealthView } from '../src/pages/views/operator.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';
import { nobody } from './nobody.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());

const nothing: PlatformHealthView = {
  alarms: [], pool: [], coming: { count: 0, failures: [] }, quarantine: [], queues: [], grades: [], platforms: [], invites: [], keys: [], packs: [], webhooks: [],
  settings: { name: '', domain: '', loginUrl: '', launchUrl: '', keysUrl: '', iconUrl: '', canvasKey: '' },
};
let secrets = 0;
const checked: string[] = [];
const pages = () => platformPages({
  sql: made.database, clock: systemClock, ids: randomIds, publicUrl: 'https://labs.example', randomText: () => `secret-${secrets += 1}`,
  checkPlatform: async (id) => { checked.push(id); return id === 'known' ? { at: systemClock.now(), items: [] } : undefined; },
}, async () => nothing);

const staff = (role: 'operator' | 'manager' | 'sales'): Session =>
  ({ kind: 'staff', id: sessionIdSchema.parse(randomIds.next()), actors: [role], expiresAt: new Date(), institutionId: null, who: nobody, staff: { issuer: 'https://idp.example', subject: 's', name: null, email: 'minho@cloudclass.example', roles: [role] } });

describe('what is done with LMSs', () => {
  test.each(['manager', 'sales'] as const)('is not for %s', async (role) => {
    const session = staff(role);
    checked.length = 0;
    const before = await invitesView({ sql: made.database, clock: systemClock });
    await expect(pages().inviteInstitution(session, { institution: 'A' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(pages().revokeInvite(session, randomIds.next())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(pages().checkPlatform(session, 'known')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(checked).toEqual([]);
    expect(await invitesView({ sql: made.database, clock: systemClock })).toEqual(before);
  });

  test('stands in the audit log of the institution, without the link', async () => {
    const { link } = await pages().inviteInstitution(staff('operator'), { institution: 'Haneul University', days: 2 });
    const [invite] = await invitesView({ sql: made.database, clock: systemClock });
    await pages().revokeInvite(staff('operator'), invite?.id ?? '');
    const notes = await made.database.query<{ action: string; actor: string; target: string }>(`select a.action, a.actor, a.target, a.detail from audit_log a join institution i on i.id = a.institution_id where i.name = 'Haneul University' order by a.at`);
    expect(notes.map(({ action, actor, target }) => [action, actor, target])).toEqual([
      ['invite.made', 'minho@cloudclass.example', invite?.id],
      ['invite.revoked', 'minho@cloudclass.example', invite?.id],
    ]);
    expect(JSON.stringify(notes)).not.toContain(link.split('/').at(-1));
  });

  test('a check of an unknown platform says so', async () => {
    await expect(pages().checkPlatform(staff('operator'), 'unknown')).rejects.toMatchObject({ code: 'PLATFORM_MISSING' });
    await expect(pages().checkPlatform(staff('operator'), 'known')).resolves.toBe(nothing);
  });
});
