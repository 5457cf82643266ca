import { secondsAgo, text } from './lab-pack.ts';

const failure = (id: string, name: string, cause: string, status: string) => ({ id, status, cause, attempts: 3, since: secondsAgo(5400), institution: '한빛대학교', course: '클라우드 컴퓨팅 입문', learner: { id, name } });

const deleted = 'GRADE_COLUMN_GONE';

const invite = (id: string, institution: string, more: { readonly status: string; readonly issuer?: string; readonly code?: string; readonly detail?: string }) => ({
  id, institution: { id: `i-${id}`, name: institution }, createdBy: 'minho@cloudclass.example', createdAt: secondsAgo(80_000), expiresAt: secondsAgo(-500_000), issuer: null, code: null, detail: null, ...more,
});

const finding = (kind: string, values: object) => ({ kind, url: null, count: null, status: null, seconds: null, until: null, types: [], ...values });

const check = {
  at: secondsAgo(600),
  items: [
    { part: 'tool-keys', outcome: 'OK', code: null, finding: finding('address', { url: 'https://labs.example/lti/keys' }), detail: '' },
    { part: 'platform-keys', outcome: 'OK', code: null, finding: finding('keys', { url: 'https://lms.hanbit.example/jwks', count: 2 }), detail: '' },
    { part: 'clock', outcome: 'OK', code: null, finding: finding('clock', { seconds: -12 }), detail: '' },
    { part: 'token', outcome: 'OK', code: null, finding: finding('token', { until: '2026-11-25T10:00:00.000Z' }), detail: '' },
    { part: 'line-items', outcome: 'OK', code: null, finding: finding('line-items', { count: 3 }), detail: '' },
    { part: 'roster', outcome: 'FAILED', code: 'CHECK_FORBIDDEN', finding: null, detail: '403: insufficient scope' },
  ],
};

export const health = {
  alarms: [
    { code: 'LEDGER_INVARIANT', detail: 'no credit is overdrawn: 3f1c:9a20', count: null, health: 'BAD', since: secondsAgo(30) },
    { code: 'INVOICE_TOTAL_DIFFERS', detail: '한빛대학교, CC-2026-0007: 60000 KRW there, 600 KRW here', count: null, health: 'BAD', since: secondsAgo(1_900) },
    { code: 'QUEUE_STALE', detail: 'provision-lab', count: 3, health: 'DEGRADED', since: secondsAgo(260) },
    { code: 'ACCOUNTS_IN_QUARANTINE', detail: '', count: 2, health: 'DEGRADED', since: secondsAgo(30) },
  ],
  pool: [
    { status: 'AVAILABLE', count: 34 },
    { status: 'LEASED', count: 21 },
    { status: 'FROZEN', count: 1 },
    { status: 'CLEANING', count: 6 },
    { status: 'QUARANTINE', count: 2 },
  ],
  coming: {
    count: 7,
    failures: [{ code: 'AWS_ACCOUNT_LIMIT', reason: 'ConstraintViolationException: You have exceeded the allowed number of AWS accounts.', count: 2, since: secondsAgo(1500), tryAt: secondsAgo(-340) }],
  },
  quarantine: [
    { accountId: '777788889999', cause: 'things-left', reason: 'arn:aws:s3:::sticky-bucket', since: secondsAgo(9000) },
    { accountId: '000011112222', cause: 'aws', reason: 'AccessDenied: Access Denied', since: secondsAgo(90_000) },
  ],
  queues: [
    { name: 'deliver-grade', waiting: 0, failed: 0, oldestSeconds: null },
    { name: 'event-stream', waiting: 12, failed: 0, oldestSeconds: 1.4 },
    { name: 'judge-records', waiting: 3, failed: 0, oldestSeconds: 41 },
    { name: 'provision-lab', waiting: 3, failed: 1, oldestSeconds: 261 },
  ],
  grades: [failure('g1', '정민준', deleted, 'REFUSED'), failure('g2', '강예린', deleted, 'REFUSED'), failure('g3', '조현우', 'GRADE_UNREACHABLE', 'RETRYING')],
  settings: {
    name: 'Cloudclass', domain: 'labs.example', launchUrl: 'https://labs.example/lti/launch', loginUrl: 'https://labs.example/lti/login',
    keysUrl: 'https://labs.example/lti/keys', iconUrl: 'https://labs.example/app/favicon.svg', canvasKey: '{\n  "title": "Cloudclass"\n}',
  },
  invites: [
    invite('v1', '한빛대학교', { status: 'REGISTERED', issuer: 'https://lms.hanbit.example' }),
    invite('v2', '새빛고등학교', { status: 'OPEN', code: 'REGISTRATION_UNREACHABLE', detail: 'moodle.saebit.example answered with 503' }),
    invite('v3', '다온대학교', { status: 'REFUSED', issuer: 'https://lms.daon.example', code: 'REGISTRATION_ANSWER', detail: '500: out of memory' }),
    invite('v4', '이룸대학교', { status: 'INTERRUPTED', issuer: 'https://lms.irum.example' }),
    invite('v5', '이룸대학교', { status: 'EXPIRED' }),
  ],
  platforms: [
    { id: 'p1', issuer: 'https://lms.hanbit.example', clientId: '10000000000007', deployments: ['1', '2'], product: 'Canvas', health: 'DEGRADED', state: 'ACTIVE', check, lastLaunchAt: secondsAgo(40), institution: { id: 'i1', name: '한빛대학교' }, trouble: { problem: 'GRADE_THROTTLED', since: secondsAgo(90), heldUntil: secondsAgo(-75), waiting: 214 }, missingScopes: [] },
    { id: 'p2', issuer: 'https://moodle.saebit.example', clientId: 'aVxQ4', deployments: ['7'], product: 'Moodle', health: 'UNKNOWN', state: 'PENDING', check: null, lastLaunchAt: null, institution: { id: 'i3', name: '새빛고등학교' }, trouble: null, missingScopes: ['https://purl.imsglobal.org/spec/lti-ags/scope/lineitem'] },
  ],
  keys: [
    { kid: 'QL9GnJk49kcu7uThMh_qlYfrZZd2zvTBQ7ztJicHxWs', active: true, ageDays: 20, createdAt: secondsAgo(1_700_000) },
    { kid: '2026-02-key', active: true, ageDays: 290, createdAt: secondsAgo(25_000_000) },
    { kid: '2025-08-key', active: false, ageDays: 470, createdAt: secondsAgo(40_000_000) },
  ],
  packs: [{ id: 's3-static-site', version: '1.2.0', title: text('S3 정적 웹사이트', 'S3 static website'), digest: 'sha256:9c41b0f2a7', labs: 214, publishedAt: secondsAgo(3_000_000) }],
  webhooks: [
    { direction: 'stripe-in', waiting: 0, failed: 0, lastAt: secondsAgo(300) },
    { direction: 'stripe-out', waiting: 1, failed: 2, lastAt: secondsAgo(20) },
  ],
};

export const quiet = { alarms: [], pool: [], coming: { count: 0, failures: [] }, quarantine: [], queues: [], grades: [], platforms: [], invites: [], settings: health.settings, keys: [], packs: [], webhooks: [] };
