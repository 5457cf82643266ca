import { krw, secondsAgo, text } from './lab-pack.ts';

const monthDay = (day: number) => `2026-11-${String(day).padStart(2, '0')}`;
const group = (name: string, labs: number, minutes: number, cost: number) => ({ id: name, name, labs, minutes, cost: krw(cost), rounding: krw(0) });

export const usage = {
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  total: krw(1_284_600),
  budget: krw(1_500_000),
  forecast: krw(1_606_000),
  byDay: Array.from({ length: 24 }, (_, at) => ({ day: monthDay(at + 1), cost: krw(at % 7 < 2 ? 6_200 : 41_000 + ((at * 7919) % 38_000)), rounding: krw(0) })),
  byUnit: [group('컴퓨터공학과', 214, 9_640, 912_400), { ...group('—', 41, 2_120, 372_200), id: '' }],
  byCourse: [group('클라우드 컴퓨팅 입문', 161, 7_310, 702_400), { ...group('데이터 엔지니어링', 53, 2_330, 210_000), rounding: krw(-2) }, group('보안 실무', 41, 2_120, 372_200)],
};

/** A few won of a large budget, in the middle of its second day. */
export const tinyUsage = {
  ...usage,
  total: krw(47),
  budget: krw(300_000),
  forecast: krw(940),
  byDay: [{ day: monthDay(1), cost: krw(19), rounding: krw(0) }, { day: monthDay(2), cost: krw(28), rounding: krw(1) }],
  byUnit: [{ ...group('—', 2, 5, 47), id: '' }],
  byCourse: [group('클라우드 컴퓨팅 입문', 2, 5, 47)],
};

const learner = (id: string, name: string | null) => ({ id, name });

export const usageRows = Array.from({ length: 20 }, (_, at) => ({
  id: `row-${at}`,
  at: secondsAgo(at * 3600),
  course: '클라우드 컴퓨팅 입문',
  labId: `lab-7f3a${at}`,
  product: 'lab-standard',
  minutes: 42 + at,
  priceVersion: 'price-2026-03',
  invoiced: at > 12,
  learner: learner(`learner-${at % 4}`, ['김하늘', '이도윤', '박서연', null][at % 4] ?? null),
  cost: krw(420 + at * 10),
}));

export const leases = [
  { labId: 'lab-1', accountId: '111122223333', course: '클라우드 컴퓨팅 입문', status: 'ready', startedAt: secondsAgo(1900), endsAt: secondsAgo(-3300), learner: learner('learner-0', '김하늘'), spent: krw(2430) },
  { labId: 'lab-2', accountId: '', course: '보안 실무', status: 'requested', startedAt: secondsAgo(12), endsAt: null, learner: learner('learner-1', '이도윤'), spent: krw(0) },
  { labId: 'lab-3', accountId: '444455556666', course: '보안 실무', status: 'ending', startedAt: secondsAgo(5200), endsAt: secondsAgo(10), learner: learner('learner-2', null), spent: krw(6600) },
];

const invoice = (id: string, more: object) => ({
  id,
  number: null,
  status: 'DRAFT',
  pending: false,
  refused: false,
  paid: krw(0),
  from: '2026-10-01T00:00:00.000Z',
  to: '2026-11-01T00:00:00.000Z',
  createdAt: secondsAgo(86_400),
  hostedUrl: null,
  total: krw(1_102_000),
  providerTotal: krw(1_102_000),
  refunded: krw(0),
  adjustments: [],
  lines: [
    { description: 'lab-standard', course: '클라우드 컴퓨팅 입문', unit: '컴퓨터공학과', quantity: 7310.5, unitName: 'minute', amount: krw(731_050) },
    { description: 'lab-standard', course: '보안 실무', unit: null, quantity: 3709.5, unitName: 'minute', amount: krw(370_950) },
  ],
  ...more,
});

/** What is on no invoice: of the month before, which is over, and of this one. */
export const unbilled = [
  { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', total: krw(12_300) },
  { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', total: krw(431_500) },
];

export const invoices = [
  invoice('i4', { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', pending: true, providerTotal: null, total: krw(1_284_600) }),
  invoice('i3', {}),
  invoice('i2', { providerTotal: krw(998_000), from: '2026-09-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' }),
  invoice('i1', { number: 'CC-2026-0007', status: 'PAID', hostedUrl: 'https://pay.example/i1', from: '2026-08-01T00:00:00.000Z', to: '2026-09-01T00:00:00.000Z' }),
  invoice('i5', { providerTotal: null, refused: true, total: krw(88_000), from: '2026-07-01T00:00:00.000Z', to: '2026-08-01T00:00:00.000Z' }),
  invoice('i6', { status: 'DELETED', from: '2026-06-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' }),
  invoice('i7', {
    number: 'CC-2026-0006', status: 'PAID', from: '2026-05-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z', paid: krw(1_102_000), refunded: krw(370_950),
    adjustments: [
      { id: 're_2', kind: 'REFUND', state: 'DONE', at: '2026-06-20T03:00:00.000Z', amount: krw(370_950) },
      { id: 're_1', kind: 'REFUND', state: 'UNDONE', at: '2026-06-18T03:00:00.000Z', amount: krw(370_950) },
    ],
  }),
];

export const grants = Array.from({ length: 4 }, (_, at) => ({
  id: `grant-${at}`,
  course: '클라우드 컴퓨팅 입문',
  kind: at === 0 ? 'promotional' : 'paid',
  at: secondsAgo(at * 90_000),
  expiresAt: at === 0 ? secondsAgo(-9_000_000) : null,
  learner: learner(`learner-${at}`, ['김하늘', '이도윤', '박서연', '최지우'][at] ?? null),
  amount: krw(30_000),
}));

export const audit = ['invoice.drafted', 'credit.granted', 'step.overridden', 'invoice.finalized'].map((action, at) => ({
  id: `audit-${at}`,
  at: secondsAgo(at * 7000),
  actor: at % 2 === 0 ? '문가영' : '장우진',
  action,
  target: at === 2 ? '6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11 create-bucket' : `0d5e8c0${at}-7b0e-4c8e-9a51-6c1a2b3c4d5e`,
  targetName: [null, '이도윤', '김하늘', 'CC-2026-0007'][at] ?? null,
  targetStep: at === 2 ? text('버킷 만들기', 'Create the bucket') : null,
  detail: ['12300 KRW', '30000 KRW: 보강 실습', 'passed: 화면을 함께 보았습니다', null][at] ?? null,
}));

/** Acts that concern the whole service. */
export const serviceAudit = (
  [
    ['key.rotated', 'cloudclass keys', '2026-11-24T09:00:00Z.b3c1', null],
    ['price.published', '정하늘', 'lab-standard', '660 KRW an hour from 2027-03-01T00:00:00.000Z'],
    ['account.released', '류민호', '999900001111', null],
    ['key.resealed', 'cloudclass keys', null, '14 secrets'],
  ] as const
).map(([action, actor, target, detail], at) => ({ id: `service-${at}`, at: secondsAgo(at * 90_000), actor, action, target, targetName: null, targetStep: null, detail }));

const price = (status: string, amount: number, from: number, to: number | null) => ({ id: `${status} ${amount}`, status, from: `${from}-03-01T00:00:00.000Z`, to: to === null ? null : `${to}-03-01T00:00:00.000Z`, perQuantity: 3600, unit: 'second', amount: krw(amount) });

export const products = [
  {
    code: 'lab-standard',
    name: text('표준 실습', 'Standard lab'),
    unit: 'second',
    prices: [
      price('PAST', 540, 2025, 2026),
      price('IN_FORCE', 600, 2026, 2027),
      price('PLANNED', 660, 2027, null),
      { ...price('IN_FORCE', 45, 2026, null), amount: { amount: '45', currency: 'USD' } },
    ],
  },
  { code: 'lab-gpu', name: text('GPU 실습', 'GPU lab'), unit: 'second', prices: [] },
];

const computing = { id: 'u1', name: '컴퓨터공학과' };
const usd = (amount: string) => ({ amount, currency: 'USD' });

export const contracts = [
  { id: 'k4', currency: 'KRW', discountPercent: 20, from: '2026-09-01T00:00:00.000Z', to: null, institution: { id: 'i1', name: '한빛대학교' }, unit: computing, allowance: krw(10_000), spent: krw(912_400) },
  { id: 'k1', currency: 'KRW', discountPercent: 12.5, from: '2026-03-01T00:00:00.000Z', to: '2090-03-01T00:00:00.000Z', institution: { id: 'i1', name: '한빛대학교' }, unit: null, allowance: krw(5_000), spent: krw(9_402_100) },
  { id: 'k2', currency: 'USD', discountPercent: 0, from: '2089-01-01T00:00:00.000Z', to: null, institution: { id: 'i2', name: 'Northbridge College' }, unit: null, allowance: usd('500'), spent: usd('0') },
  { id: 'k3', currency: 'KRW', discountPercent: 5, from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', institution: { id: 'i3', name: '새빛고등학교' }, unit: null, allowance: krw(0), spent: krw(320_000) },
];

export const differing = [
  { id: 'd1', name: 'CC-2026-0007', isFinal: true, since: secondsAgo(1_900), institution: { id: 'i1', name: '한빛대학교' }, ours: krw(600), theirs: krw(60_000) },
  { id: 'd2', name: 'in_1MtHbELkdIwHu7ixl4OzzPMv', isFinal: false, since: secondsAgo(300), institution: { id: 'i2', name: 'Northbridge College' }, ours: usd('4550'), theirs: null },
];

export const customers = [
  { id: 'i1', name: '한빛대학교', currency: 'KRW', units: [computing], budget: krw(1_500_000) },
  { id: 'i2', name: 'Northbridge College', currency: null, units: [], budget: null },
  { id: 'i3', name: '새빛고등학교', currency: null, units: [], budget: null },
];

const invoicesOfAll = [
  { institution: customers[1], invoice: invoice('n2', { number: 'CC-2026-0010', status: 'OPEN', hostedUrl: 'https://pay.example/n2', total: krw(640_000), providerTotal: krw(640_000) }) },
  ...invoices.map((each) => ({ institution: customers[0], invoice: each })),
  { institution: customers[1], invoice: invoice('n1', { number: 'CC-2026-0003', status: 'PART_PAID', paid: krw(120_000), total: krw(480_000), providerTotal: krw(480_000), from: '2026-04-01T00:00:00.000Z', to: '2026-05-01T00:00:00.000Z' }) },
];

const PAGE = 6;
const standingOf: Readonly<Record<string, readonly string[]>> = { OWED: ['OPEN', 'PART_PAID', 'UNCOLLECTIBLE'], PAID: ['PAID'] };

/** A page of the invoices of every institution. */
export function customerInvoicesOf({ standing, institutionId, after }: { readonly standing: string; readonly institutionId: string | null; readonly after: string | null }): object[] {
  const found = invoicesOfAll.filter((row) => (institutionId === null || row.institution?.id === institutionId) && (standingOf[standing]?.includes(row.invoice.status) ?? true));
  const from = found.findIndex((row) => row.invoice.id === after) + 1;
  return found.slice(from, from + PAGE);
}
