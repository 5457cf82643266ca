import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { awsAccountIdSchema, regionSchema, type AwsCredentials } from '@cloudclass/plugin-contract';
import { EventEmitter, once } from 'node:events';
import { createLabAccounts } from '../src/adapters/aws/lab-accounts.ts';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab, endOverdueLabs, extendLab } from '../src/features/labs/end-lab.ts';
import { resourcesOf, type Lab } from '../src/features/labs/lab-store.ts';
import { provisionLab } from '../src/features/labs/provision-lab.ts';
import { recycleLab, type RecycleDeps } from '../src/features/labs/recycle-lab.ts';
import { releaseFromQuarantine } from '../src/features/labs/release-account.ts';
import { requestLab, type Learner } from '../src/features/labs/request-lab.ts';
import { cliCredentials, openConsole } from '../src/features/labs/sign-in.ts';
import type { LabId } from '../src/domain/ids.ts';
import { accountsMade, asJob, broughtUp, eventsOf, labAt, later, newLearner, requested, startLabWorld, takenDown, until, type LabWorld } from './lab-world.ts';

const seoul = regionSchema.parse('ap-northeast-2');

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterEach(() => world.aws.faults.clear());
afterAll(() => world.close());

function accountOf(lab: Lab) {
  return awsAccountIdSchema.parse(lab.accountId);
}

async function stackOf(lab: Lab): Promise<string> {
  return (await world.provisioner.describe(world.accounts.operationsAccess(accountOf(lab), lab.region), lab.id)).status;
}

async function statusOf(lab: Lab): Promise<string | undefined> {
  return (await listAccounts(world.sql)).find((account) => account.accountId === lab.accountId)?.state.status;
}

async function readyLab(learner?: Learner): Promise<Lab> {
  const id = await requested(world, learner ?? await newLearner(world));
  const lab = await broughtUp(world, id);
  expect(lab.state.status).toBe('ready');
  return lab;
}

function recycled(id: LabId, deps: RecycleDeps = world): Promise<void> {
  return asJob(() => takenDown(deps, id));
}

/** A lab that was asked for, and an account for it. */
async function requestedWithAccount(): Promise<LabId> {
  const id = await requested(world, await newLearner(world));
  await accountsMade(world);
  return id;
}

/** Acts in S3 as whoever holds the credentials. */
async function withS3<T>(credentials: AwsCredentials, work: (client: S3Client) => Promise<T>): Promise<T> {
  const client = new S3Client({ endpoint: world.aws.url, region: seoul, credentials, forcePathStyle: true, maxAttempts: 1 });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

describe('a lab from the request to its end', () => {
  let id: LabId;

  test('a request leads to a leased account, a stack with its outputs and a lab that is ready', async () => {
    id = (await readyLab()).id;
    const lab = await labAt(world, id);
    expect(Object.keys(lab.outputs).length).toBeGreaterThan(0);
    expect(await stackOf(lab)).toBe('ready');
    expect((await resourcesOf(world.sql, id)).every((resource) => resource.status === 'ready')).toBe(true);
    expect(await eventsOf(world, id, 'lab.ready')).toHaveLength(1);
  });

  test('its end takes the stack down and gives the account back', async () => {
    await endLab(world, id, 'learner');
    await recycled(id);
    const lab = await labAt(world, id);
    expect(lab.state).toMatchObject({ status: 'ended', reason: 'learner' });
    expect(await stackOf(lab)).toBe('absent');
    expect((await resourcesOf(world.sql, id)).every((resource) => resource.status === 'deleted')).toBe(true);
    expect(await statusOf(lab)).toBe('available');
  });

  test('a learner who presses Start twice at once gets one lab', async () => {
    const learner = await newLearner(world);
    const holds: string[] = [];
    const press = () => requestLab({ ...world, holdCredit: async (_tx, lab) => void holds.push(lab.id) }, learner, world.pack);
    await Promise.all([press(), press(), press()]);
    expect(holds).toHaveLength(1);
    expect(await world.sql.query('select 1 from lab where resource_link_id = $1', [learner.resourceLinkId])).toHaveLength(1);
  });

  test('a learner whose credit is short gets the reason and no lab', async () => {
    const learner = await newLearner(world);
    const holdCredit = async (): Promise<void> => { throw Object.assign(new Error('short'), { code: 'CREDIT_INSUFFICIENT' }); };
    await expect(requestLab({ ...world, holdCredit }, learner, world.pack)).rejects.toMatchObject({ code: 'LAB_CREDIT_SHORT' });
    expect(await world.sql.query('select 1 from lab where resource_link_id = $1', [learner.resourceLinkId])).toHaveLength(0);
  });

  test('a resource that AWS does not make fails the lab with its name and AWS\'s words, and the account comes back', async () => {
    world.aws.faults.set({ resourceFailure: { logicalId: 'SitePublisher', reason: 'role quota exceeded' } });
    const failing = await requested(world, await newLearner(world));
    expect((await broughtUp(world, failing)).state).toMatchObject({ status: 'failed', what: 'SitePublisher', why: expect.stringContaining('role quota exceeded') });
    await recycled(failing);
    expect(await statusOf(await labAt(world, failing))).toBe('available');
  });

  test('a lab that AWS refuses for longer than its deadline fails with AWS\'s words instead of staying on the way', async () => {
    const slow = await requestedWithAccount();
    const refusing = { ...world, provisioner: { ...world.provisioner, create: async () => { throw new Error('not authorized to perform cloudformation:CreateStack'); } } };
    await expect(provisionLab(refusing, slow)).rejects.toThrow('not authorized');
    await provisionLab(later(refusing, 11), slow);
    expect((await labAt(world, slow)).state).toMatchObject({ status: 'failed', why: 'not authorized to perform cloudformation:CreateStack' });
  });

  test('a stack that takes long keeps no worker waiting: a later run looks again', async () => {
    const id = await requestedWithAccount();
    const creating = { ...world, provisioner: { ...world.provisioner, describe: async () => ({ status: 'creating' as const, resources: [] }) }, pause: async () => {} };
    await provisionLab(creating, id);
    expect((await labAt(world, id)).state.status).toBe('provisioning');
    const queued = await world.sql.query('select 1 from graphile_worker.jobs where key = $1', [`provision-lab:${id}:later`]);
    expect(queued).toHaveLength(1);
    expect((await broughtUp(world, id)).state.status).toBe('ready');
  });

  test('a worker does not wait for a stack while another lab has not been begun', async () => {
    const [first, second] = [await requestedWithAccount(), await requestedWithAccount()];
    let looks = 0;
    const creating = { ...world, provisioner: { ...world.provisioner, create: async () => {}, describe: async () => { looks += 1; return looks === 1 ? { status: 'absent' as const } : { status: 'creating' as const, resources: [] }; } }, pause: async () => {} };
    await provisionLab(creating, first);
    expect(looks).toBe(2);
    for (const id of [first, second]) expect((await broughtUp(world, id)).state.status).toBe('ready');
  });

  test('a run that finds a stack under way looks once and goes, and asks neither for the account nor for the stack again', async () => {
    const id = await requestedWithAccount();
    const asked: string[] = [];
    const creating = {
      ...world,
      accounts: { ...world.accounts, openTo: async () => void asked.push('open') },
      provisioner: {
        ...world.provisioner,
        create: async () => void asked.push('create'),
        describe: async () => { asked.push('look'); return asked.includes('create') ? { status: 'creating' as const, resources: [] } : { status: 'absent' as const }; },
      },
      pause: async () => {},
    };
    await provisionLab(creating, id);
    expect(asked.filter((what) => what !== 'look')).toEqual(['open', 'create']);
    asked.splice(0, asked.length, 'create');
    await provisionLab(creating, id);
    expect(asked).toEqual(['create', 'look']);
  });

  test('a lab that was ended while it was being provisioned begins nothing more', async () => {
    const ended = await requestedWithAccount();
    const endedMeanwhile = { ...world, packOf: async (lab: Lab) => { await endLab(world, ended, 'cancelled'); return world.packOf(lab); } };
    await provisionLab(endedMeanwhile, ended);
    const lab = await labAt(world, ended);
    expect(lab.state.status).toBe('ending');
    expect(await stackOf(lab)).toBe('absent');
  });

  test('a lab that ends while AWS is still being asked for its stack leaves none behind', async () => {
    const id = await requestedWithAccount();
    const gate = new EventEmitter();
    const create: LabWorld['provisioner']['create'] = async (request) => {
      const opened = once(gate, 'open');
      gate.emit('asked');
      await opened;
      return world.provisioner.create(request);
    };
    const asked = once(gate, 'asked');
    const provisioning = provisionLab({ ...world, provisioner: { ...world.provisioner, create } }, id);
    await asked;
    await endLab(world, id, 'learner');
    const recycling = recycled(id);
    await until('recycling waits its turn', async () => (await world.sql.query(`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`)).length === 1);
    gate.emit('open');
    await Promise.all([provisioning, recycling]);
    const lab = await labAt(world, id);
    expect([lab.state.status, await stackOf(lab), await statusOf(lab)]).toEqual(['ended', 'absent', 'available']);
  });

  test('a lab that waits for an account can be cancelled', async () => {
    const id = await requested(world, await newLearner(world));
    await world.sql.query(`update account set state = jsonb_set(state, '{status}', '"frozen"') || '{"labId":"nobody"}' where status = 'available'`);
    await provisionLab(world, id);
    expect((await labAt(world, id)).state).toMatchObject({ status: 'requested', waitingFor: 'LAB_POOL_EMPTY' });
    await endLab(world, id, 'cancelled');
    await recycled(id);
    expect((await labAt(world, id)).state).toMatchObject({ status: 'ended', reason: 'cancelled' });
  });

  test('a lab whose time is up ends; one that was extended goes on', async () => {
    const [short, long] = [await readyLab(), await readyLab()];
    await extendLab(world, long.id, 30);
    await endOverdueLabs(later(world, world.pack.manifest.duration.limitMinutes + 1));
    expect((await labAt(world, short.id)).state).toMatchObject({ status: 'ending', reason: 'time-limit' });
    expect((await labAt(world, long.id)).state.status).toBe('ready');
  });

  test('a lab may be extended by an hour in all', async () => {
    const lab = await readyLab();
    await extendLab(world, lab.id, 45);
    await expect(extendLab(world, lab.id, 30)).rejects.toMatchObject({ code: 'LAB_NOT_EXTENDABLE' });
  });
});

describe('what a learner may do', () => {
  let lab: Lab;
  let learner: Learner;
  let credentials: AwsCredentials;
  const signIn = () => ({ ...world, endpoint: world.aws.url });

  beforeAll(async () => {
    learner = await newLearner(world);
    lab = await readyLab(learner);
    credentials = await world.accounts.learnerCredentials(accountOf(lab), 'learner-1');
  });

  test('credentials come for the shell, PowerShell and a profile, with the endpoint where it is not AWS', async () => {
    const given = await cliCredentials(signIn(), learner);
    expect(given.shell).toContain(`export AWS_ENDPOINT_URL='${world.aws.url}'`);
    expect(given.powershell).toContain("$Env:AWS_SESSION_TOKEN = '");
    expect(given.profile).toContain(`region = ${seoul}`);
  });

  test('the console signs in with a link that leads to it', async () => {
    const { url } = await openConsole(signIn(), learner);
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`/console?region=${seoul}`);
  });

  test('somebody else gets nothing of this lab', async () => {
    await expect(cliCredentials(signIn(), await newLearner(world))).rejects.toMatchObject({ code: 'LAB_NOT_RUNNING' });
  });

  test('credentials that are out stop working when the lab ends, and still do when the account is with the next learner', async () => {
    await withS3(credentials, (s3) => s3.send(new CreateBucketCommand({ Bucket: `learner-made-${lab.id}` })));
    await withS3(credentials, (s3) => s3.send(new PutObjectCommand({ Bucket: `learner-made-${lab.id}`, Key: 'a', Body: 'b' })));
    await endLab(world, lab.id, 'learner');
    await expect(cliCredentials(signIn(), learner)).rejects.toMatchObject({ code: 'LAB_NOT_RUNNING' });
    await recycled(lab.id);
    const list = () => withS3(credentials, (s3) => s3.send(new ListBucketsCommand({})));
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
    const nextLearner = createLabAccounts(world.awsSettings, later(world, 1).clock);
    await nextLearner.openTo(accountOf(lab), world.pack.manifest);
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('credentials that were issued while the lab ended are handed to nobody', async () => {
    const another = await newLearner(world);
    const running = await readyLab(another);
    const learnerCredentials: LabWorld['accounts']['learnerCredentials'] = async (...asked) => {
      const given = await world.accounts.learnerCredentials(...asked);
      await endLab(world, running.id, 'credit');
      return given;
    };
    await expect(cliCredentials({ ...signIn(), accounts: { ...world.accounts, learnerCredentials } }, another)).rejects.toMatchObject({ code: 'LAB_NOT_RUNNING' });
    await recycled(running.id);
  });

  test('what the learner made beside the stack is gone', async () => {
    expect(await world.accounts.inventory(world.accounts.operationsAccess(accountOf(lab), seoul), [seoul])).toEqual([]);
  });
});

describe('cleaning', () => {
  test('an account is closed to everybody but operations while it is cleaned', async () => {
    const lab = await readyLab();
    const credentials = await world.accounts.learnerCredentials(accountOf(lab), 'learner-1');
    await world.accounts.freeze(accountOf(lab));
    await expect(withS3(credentials, (s3) => s3.send(new ListBucketsCommand({})))).rejects.toMatchObject({ message: expect.stringContaining('service control policy') });
    expect(await world.accounts.inventory(world.accounts.operationsAccess(accountOf(lab), seoul), [seoul])).not.toEqual([]);
    await world.accounts.unfreeze(accountOf(lab));
    await expect(withS3(credentials, (s3) => s3.send(new ListBucketsCommand({})))).resolves.toBeDefined();
  });

  test('an account that does not get clean goes into quarantine, and comes back only when nothing is left', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'learner');
    const sticky = { ...world.accounts, inventory: async () => ['arn:aws:s3:::sticky'] };
    await recycled(lab.id, { ...world, accounts: sticky });
    expect((await labAt(world, lab.id)).state.status).toBe('ended');
    expect((await listAccounts(world.sql)).find((account) => account.accountId === lab.accountId)?.state).toMatchObject({ status: 'quarantine', cause: 'things-left', reason: 'arn:aws:s3:::sticky' });
    await expect(releaseFromQuarantine({ ...world, accounts: sticky }, accountOf(lab))).rejects.toMatchObject({ code: 'ACCOUNT_NOT_CLEAN' });
    await releaseFromQuarantine(world, accountOf(lab));
    expect(await statusOf(lab)).toBe('available');
    await expect(releaseFromQuarantine(world, accountOf(lab))).rejects.toMatchObject({ code: 'ACCOUNT_NOT_IN_QUARANTINE' });
    await expect(releaseFromQuarantine(world, '000000000000')).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });

  test('an account is clean when two looks in a row find nothing, not one: what was being made shows in the second', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'learner');
    const looks = [[], ['arn:aws:s3:::made-late'], [], []];
    const acts: string[] = [];
    const accounts = {
      ...world.accounts,
      empty: async (...asked: Parameters<typeof world.accounts.empty>) => { acts.push('empty'); return world.accounts.empty(...asked); },
      inventory: async () => { acts.push('look'); return looks.shift() ?? []; },
    };
    await recycled(lab.id, { ...world, accounts });
    expect(acts).toEqual(['empty', 'look', 'look', 'empty', 'look', 'look']);
    expect(await statusOf(lab)).toBe('available');
  });

  test('a cleaning that goes on failing ends in quarantine with AWS\'s words, so that the learner can start again', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'learner');
    const broken = { ...world, provisioner: { ...world.provisioner, delete: async () => { throw new Error('the operations role is gone'); } } };
    await expect(takenDown(broken, lab.id)).rejects.toThrow('the operations role is gone');
    expect((await labAt(world, lab.id)).state.status).toBe('ending');
    await takenDown(later(broken, 61), lab.id);
    expect((await labAt(world, lab.id)).state.status).toBe('ended');
    expect((await listAccounts(world.sql)).find((account) => account.accountId === lab.accountId)?.state).toMatchObject({ status: 'quarantine', reason: 'the operations role is gone' });
  });

  test('a learner who could not be shut out is never left alone with the account: it is tried until AWS acknowledges it', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'credit');
    const broken = { ...world, accounts: { ...world.accounts, freeze: async () => { throw new Error('Organizations is away'); } } };
    await expect(recycleLab(broken, lab.id)).rejects.toThrow('Organizations is away');
    await recycleLab(later(broken, 61), lab.id);
    expect([(await labAt(world, lab.id)).state.status, await statusOf(lab)]).toEqual(['ended', 'leased']);
    await recycled(lab.id);
    expect(await statusOf(lab)).toBe('available');
  });

  test('everybody of a class is shut out before the first stack is waited for', async () => {
    const labs = [await readyLab(), await readyLab()];
    for (const lab of labs) {
      await endLab(world, lab.id, 'time-limit');
      await recycleLab({ ...world, provisioner: { ...world.provisioner, delete: async () => { throw new Error('not now'); } } }, lab.id);
    }
    expect(await Promise.all(labs.map(statusOf))).toEqual(['frozen', 'frozen']);
    for (const lab of labs) await recycled(lab.id);
    expect(await Promise.all(labs.map(statusOf))).toEqual(['available', 'available']);
  });

  test('a stack that takes long to go keeps no worker waiting, and its account goes into quarantine in the end', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'learner');
    await recycleLab(world, lab.id);
    const slow = { ...world, provisioner: { ...world.provisioner, describe: async () => ({ status: 'deleting' as const, resources: [] }) }, pause: async () => {} };
    await recycleLab(slow, lab.id);
    expect([(await labAt(world, lab.id)).state.status, await statusOf(lab)]).toEqual(['ending', 'frozen']);
    await recycleLab(later(slow, 61), lab.id);
    expect([(await labAt(world, lab.id)).state.status, await statusOf(lab)]).toEqual(['ended', 'quarantine']);
    await world.provisioner.delete(world.accounts.operationsAccess(accountOf(lab), lab.region), lab.id);
    await until('the stack is gone', async () => (await stackOf(lab)) === 'absent');
    await releaseFromQuarantine(world, accountOf(lab));
  });

  test('recycling once more does not touch the account of the next learner', async () => {
    const lab = await readyLab();
    await endLab(world, lab.id, 'learner');
    await recycled(lab.id);
    await world.sql.query(`update account set state = jsonb_build_object('status', 'leased', 'since', state->>'since', 'labId', 'another') where account_id = $1`, [lab.accountId]);
    await recycled(lab.id);
    expect(await statusOf(lab)).toBe('leased');
  });
});
