import { pricesOf, findContract } from '@cloudclass/billing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addCatalogCommands } from '../src/cli/catalog-commands.ts';
import { addContractCommands } from '../src/cli/contract-commands.ts';
import { addPaymentCommands } from '../src/cli/payment-commands.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { institutionCalled } from '../src/features/identity/institutions.ts';
import { one } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
beforeEach(async () => {
  await made.database.query('truncate institution, audit_log, billing.product cascade');
  const lms = { issuer: 'https://lms.example', clientId: 'c', deploymentIds: ['1'], authorizationUrl: 'https://lms.example/a', tokenUrl: 'https://lms.example/t', jwksUrl: 'https://lms.example/k' };
  await addPlatform({ sql: made.database, ids: randomIds }, { institution: '하늘대학교', institutionSlug: 'haneul', ...lms });
});
afterAll(() => made.close());

async function run(...args: string[]): Promise<{ lines: string[]; error: string }> {
  const lines: string[] = [];
  let error = '';
  const program = new Command();
  const deps = { withSql: (work: (sql: MigratedDatabase['database']) => Promise<void>) => work(made.database), clock: systemClock, ids: randomIds, print: (line: string) => void lines.push(line) };
  addCatalogCommands(program, deps);
  addContractCommands(program, deps);
  addPaymentCommands(program, deps);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) command.exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
  await program.parseAsync(args, { from: 'user' }).catch(() => {});
  return { lines, error };
}

/** A product with a price since the beginning of the year. */
async function priced(): Promise<{ lines: string[] }> {
  await run('catalog', 'product', 'lab-standard', '--ko', '표준 실습', '--en', 'Lab');
  return run('catalog', 'price', 'lab-standard', '--hour', '0.60 USD', '--from', '2026-01-01');
}

/** A contract since the beginning of the year. */
const contracted = (): Promise<{ lines: string[] }> => run('contract', 'add', '하늘대학교', '--allowance', '5000 KRW', '--discount', '12.5', '--from', '2026-01-01');

/** The id of the only contract, as it is listed. */
const contractId = async (): Promise<string> => (await run('contract', 'list')).lines[1]?.trim().split(' ')[0] ?? '';

async function acts(action: string): Promise<number> {
  return (await one<{ count: number }>(made.database, 'select count(*)::int as count from audit_log where action = $1', [action])).count;
}

describe('the catalogue', () => {
  test('takes a product, says that it needs a price, and takes another name for it', async () => {
    for (const en of ['Lab', 'Standard lab']) await run('catalog', 'product', 'lab-standard', '--ko', '표준 실습', '--en', en);
    expect((await run('catalog', 'list')).lines).toEqual(['lab-standard  표준 실습 / Standard lab', '  no price yet: labs of this product do not start']);
  });

  test('takes a first price from a day in the past on, and notes it', async () => {
    expect((await priced()).lines).toEqual(['lab-standard: 0.60 USD an hour from 2026-01-01T00:00:00.000Z']);
    expect(await pricesOf(made.database, 'lab-standard', 'USD')).toMatchObject([{ amount: 60n, perSeconds: 3_600n, startsAt: new Date('2026-01-01') }]);
    expect((await run('catalog', 'list')).lines[1]).toBe('  0.60 USD for 3600 s from 2026-01-01T00:00:00.000Z');
    expect(await acts('price.published')).toBe(1);
  });

  test('does nothing twice that it is told twice, and notes it once', async () => {
    for (let times = 0; times < 2; times += 1) {
      await priced();
      await run('catalog', 'price', 'lab-standard', '--hour', '0.70 USD');
    }
    expect((await pricesOf(made.database, 'lab-standard', 'USD')).map(({ amount }) => amount)).toEqual([60n, 70n]);
    expect([await acts('product.put'), await acts('price.published')]).toEqual([1, 2]);
  });

  test('refuses a later price in the past, by its code, and keeps nothing of it', async () => {
    await priced();
    expect((await run('catalog', 'price', 'lab-standard', '--hour', '0.70 USD', '--from', '2026-02-01')).error).toContain('PRICE_IN_THE_PAST: A price starts now or later');
    expect([(await pricesOf(made.database, 'lab-standard', 'USD')).length, await acts('price.published')]).toEqual([1, 1]);
  });

  test('names the product that it does not have', async () => {
    expect((await run('catalog', 'price', 'lab-other', '--hour', '600 KRW')).error).toMatch(/PRODUCT_UNKNOWN: .*\nlab-other/);
  });

  test.each(['600', '0.5 KRW', '600 EUR', '-600 KRW', '0.605 USD'])('takes no price of "%s"', async (amount) => {
    expect((await run('catalog', 'price', 'lab-standard', `--hour=${amount}`)).error).toContain('Write an amount and its currency');
  });

  test.each(['tomorrow', '2026-13-01', '2026-01-01T10:00'])('takes no price from "%s" on', async (from) => {
    expect((await run('catalog', 'price', 'lab-standard', '--hour', '600 KRW', '--from', from)).error).toContain('Write a day or an instant');
  });
});

describe('contracts', () => {
  test('say for each institution that its labs do not start without one', async () => {
    expect((await run('contract', 'list')).lines).toEqual(['haneul  하늘대학교', '  no contract yet: its labs do not start']);
  });

  test('wait with the budget for a contract', async () => {
    expect((await run('contract', 'budget', 'haneul', '300000 KRW')).error).toContain('CONTRACT_MISSING');
  });

  test('are set up for an institution by slug or name, and noted', async () => {
    const { lines } = await contracted();
    expect(lines).toEqual(['haneul: 5000 KRW for each learner and course, 12.5 % off, from 2026-01-01T00:00:00.000Z']);
    const { id } = await institutionCalled(made.database, 'haneul');
    expect(await findContract(made.database, id, new Date())).toMatchObject({ currency: 'KRW', allowance: 5_000n, discountBasisPoints: 1_250, endsAt: null });
    expect((await run('contract', 'list')).lines[1]).toMatch(/^ {2}[\w-]{36} {2}5000 KRW for each learner and course, 12\.5 % off, from 2026-01-01T00:00:00\.000Z, 0 KRW spent$/);
    expect(await acts('contract.added')).toBe(1);
  });

  test('are not made in another currency, nor for a time that ends before it begins', async () => {
    await contracted();
    expect((await run('contract', 'add', 'haneul', '--allowance', '5 USD')).error).toContain('CONTRACT_CURRENCY_DIFFERS');
    expect((await run('contract', 'add', 'haneul', '--allowance', '5 KRW', '--from', '2027-02-01', '--until', '2027-01-01')).error).toContain('PERIOD_INVALID');
    expect(await acts('contract.added')).toBe(1);
  });

  test('are set up once, however often the command is given', async () => {
    for (const from of [[], ['--from', '2099-01-01']]) for (let times = 0; times < 2; times += 1) expect((await run('contract', 'add', 'haneul', '--allowance', '5000 KRW', ...from)).error).toBe('');
    expect([(await run('contract', 'list')).lines.length, await acts('contract.added')]).toEqual([3, 2]);
  });

  test('are set up for a business unit, whose name stands in list and audit log', async () => {
    await made.database.query(`insert into business_unit (id, institution_id, name) select gen_random_uuid(), id, '컴퓨터공학과' from institution`);
    expect((await run('contract', 'add', 'haneul', '--allowance', '5000 KRW', '--unit', '컴퓨터공학과')).lines).toEqual([expect.stringMatching(/^haneul, 컴퓨터공학과: 5000 KRW for each learner/)]);
    expect((await run('contract', 'list')).lines[1]).toMatch(/^ {2}[\w-]{36} {2}컴퓨터공학과: 5000 KRW for each learner/);
    expect(await one(made.database, `select detail from audit_log where action = 'contract.added'`)).toEqual({ detail: expect.stringMatching(/^컴퓨터공학과: 5000 KRW/) });
    expect((await run('contract', 'add', 'haneul', '--allowance', '5000 KRW', '--unit', 'Law')).error).toMatch(/UNIT_UNKNOWN: .*\nknown: 컴퓨터공학과/);
  });

  test('are withdrawn before they begin, which is noted once; then never', async () => {
    await run('contract', 'add', 'haneul', '--allowance', '5000 KRW', '--from', '2099-01-01');
    const id = await contractId();
    for (let times = 0; times < 2; times += 1) expect((await run('contract', 'withdraw', id)).lines).toEqual([`${id}: withdrawn, 5000 KRW for each learner and course, 0 % off, from 2099-01-01T00:00:00.000Z`]);
    expect((await run('contract', 'list')).lines[1]).toBe('  no contract yet: its labs do not start');
    await contracted();
    expect((await run('contract', 'withdraw', await contractId())).error).toContain('CONTRACT_BEGUN: The contract has begun');
    expect(await acts('contract.withdrawn')).toBe(1);
  });

  test('name the institutions that there are when they do not know one', async () => {
    expect((await run('contract', 'add', 'nara', '--allowance', '5000 KRW')).error).toMatch(/INSTITUTION_UNKNOWN: .*\nknown: haneul/);
  });

  test.each(['101', '-1', '12.345', 'ten'])('take no discount of "%s"', async (discount) => {
    expect((await run('contract', 'add', 'haneul', '--allowance', '5000 KRW', `--discount=${discount}`)).error).toContain('Write per cent');
  });

  test('end sooner than they would, which is noted, and make room for another currency', async () => {
    await contracted();
    const id = await contractId();
    expect((await run('contract', 'end', id, '--at', '2100-01-01')).lines).toEqual([`${id}: 5000 KRW for each learner and course, 12.5 % off, from 2026-01-01T00:00:00.000Z until 2100-01-01T00:00:00.000Z`]);
    expect((await run('contract', 'add', 'haneul', '--allowance', '5 USD', '--from', '2100-01-01')).error).toBe('');
    expect(await acts('contract.ended')).toBe(1);
  });

  test.each([['in the past', '2026-02-01', 'PERIOD_INVALID'], ['after their end', '2100-02-01', 'PERIOD_INVALID']])('do not end %s', async (_when, at, code) => {
    await contracted();
    const id = await contractId();
    await run('contract', 'end', id, '--at', '2100-01-01');
    expect((await run('contract', 'end', id, '--at', at)).error).toContain(code);
  });

  test.each(['nobody', '00000000-0000-4000-8000-000000000000'])('that are not there do not end: %s', async (id) => {
    expect((await run('contract', 'end', id)).error).toContain('CONTRACT_UNKNOWN');
  });

  test('take a monthly budget in their currency, and no other', async () => {
    await contracted();
    expect((await run('contract', 'budget', 'haneul', '300.00 USD')).error).toMatch(/CONTRACT_CURRENCY_DIFFERS: .*\nthe contract is in KRW/);
    expect((await run('contract', 'budget', 'haneul', '300000 KRW')).lines).toEqual(['haneul: 300000 KRW a month']);
    expect((await run('contract', 'list')).lines[1]).toBe('  budget: 300000 KRW a month');
  });
});

test('what nobody has booked of the payment provider is listed until it is settled', async () => {
  await made.database.query(`insert into billing.stripe_inbox (event_id, type, received_at, concern) values ('evt_1', 'charge.refunded', '2026-11-24', 'charge.refunded ch_1')`);
  expect((await run('payments', 'list')).lines).toEqual(['evt_1  2026-11-24T00:00:00.000Z  charge.refunded ch_1']);
  expect((await run('payments', 'settle', 'evt_1')).lines).toEqual(['evt_1: settled, charge.refunded ch_1']);
  expect((await run('payments', 'list')).lines).toEqual(['everything is settled']);
  expect((await run('payments', 'settle', 'evt_2')).error).toContain('PAYMENT_EVENT_UNKNOWN');
});
