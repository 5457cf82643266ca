import { SECRET, type Tenant } from './two-institutions.ts';

/** Who asks: a session of the intruder's institution, or staff of ours, who serve every institution. */
export const asking = ['observer', 'learner', 'instructor', 'administrator', 'chooser', 'manager', 'sales', 'operator'] as const;
export type Asking = (typeof asking)[number];
export const ours: readonly Asking[] = ['sales', 'operator'];

/** How a field is tried. */
export interface FieldRow {
  /** Who may call it; everybody else hears FORBIDDEN. */
  readonly may: readonly Asking[];
  /** Arguments that name what is the victim's, one call each; a field without arguments is called as it is. */
  readonly with: (ids: Tenant['ids']) => readonly Readonly<Record<string, unknown>>[];
}

const everyone = asking;
const inActivity: readonly Asking[] = ['learner', 'instructor', 'administrator'];
const teaching: readonly Asking[] = ['instructor', 'administrator'];
// the choice of content is not inside an activity
const choosing: readonly Asking[] = [...teaching, 'chooser'];
const managing: readonly Asking[] = ['administrator', 'manager'];

const nothing = (): readonly Readonly<Record<string, unknown>>[] => [{}];
const theLearner = ({ learner: learnerId }: Tenant['ids'], more: Readonly<Record<string, unknown>> = {}) => [{ learnerId, ...more }];
const YEARS = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
const LAB = { packId: 's3-static-site', packVersion: '1.0.0', stepIds: ['create-bucket'], points: 10 };
const STEP = { stepId: 'create-bucket' };

/** Every field of the schema; a new one needs its row here, and with it the thought of who may call it and with whose ids. */
export const fields: Readonly<Record<string, FieldRow>> = {
  'query viewer': { may: everyone, with: nothing },
  'query labPage': { may: inActivity, with: (ids) => [{}, ...theLearner(ids)] },
  'query observation': { may: ['observer'], with: nothing },
  'query classBoard': { may: teaching, with: nothing },
  'query timeline': { may: teaching, with: (ids) => theLearner(ids) },
  'query courseInsight': { may: teaching, with: nothing },
  'query packs': { may: choosing, with: () => [{}, { search: 's3' }] },
  'query choosing': { may: choosing, with: nothing },
  'query activityChoice': { may: teaching, with: nothing },
  'query placedItems': { may: choosing, with: () => [{ labs: [LAB] }] },
  'query usage': { may: managing, with: () => [{}, YEARS] },
  'query usageRows': { may: managing, with: ({ course: courseId, usage: after }) => [YEARS, { ...YEARS, courseId }, { ...YEARS, after }] },
  'query leases': { may: managing, with: nothing },
  'query invoices': { may: managing, with: nothing },
  'query unbilled': { may: managing, with: nothing },
  'query creditGrants': { may: managing, with: nothing },
  'query auditLog': { may: managing, with: () => [{}, { actor: '' }, { action: 'invoice.drafted' }] },
  'query people': { may: managing, with: ({ learner }) => [{ text: SECRET }, { text: learner }, { text: '1001' }] },
  'query keptOfPerson': { may: managing, with: ({ learner: personId }) => [{ personId }] },
  'query products': { may: ['sales'], with: nothing },
  'query contracts': { may: ['sales'], with: nothing },
  'query customers': { may: ['sales'], with: nothing },
  'query differingInvoices': { may: ['sales'], with: nothing },
  'query customerInvoices': { may: ['sales'], with: ({ institution: institutionId, invoice: after }) => [{ standing: 'ALL' }, { standing: 'OWED', institutionId }, { standing: 'ALL', after }] },
  'query priceCheck': { may: ['sales'], with: ({ contract: contractId }) => [{ product: 'lab-standard', minutes: 60, contractId }] },
  'query platformHealth': { may: ['operator'], with: nothing },
  'query serviceAuditLog': { may: ['operator'], with: () => [{}, { actor: '' }, { action: 'key.rotated' }] },
  'mutation setLanguage': { may: everyone, with: () => [{ language: 'EN' }] },
  'mutation newWindow': { may: everyone, with: nothing },
  'mutation startLab': { may: inActivity, with: nothing },
  'mutation extendLab': { may: inActivity, with: (ids) => theLearner(ids, { minutes: 5 }) },
  'mutation openConsole': { may: inActivity, with: nothing },
  'mutation cliCredentials': { may: inActivity, with: nothing },
  'mutation checkAgain': { may: inActivity, with: () => [STEP] },
  'mutation revealHint': { may: inActivity, with: () => [STEP] },
  'mutation askForHelp': { may: inActivity, with: () => [{ text: 'How?' }] },
  'mutation recordVideo': { may: inActivity, with: () => [{ events: [{ kind: 'PAUSE', at: YEARS.from, positionSeconds: 1, watched: [] }] }] },
  'mutation renewVideo': { may: inActivity, with: nothing },
  'mutation endLab': { may: inActivity, with: (ids) => [...theLearner(ids), {}] },
  'mutation answerHelp': { may: teaching, with: (ids) => theLearner(ids, { text: 'So.' }) },
  'mutation overrideStep': { may: teaching, with: (ids) => theLearner(ids, { ...STEP, passed: true, reason: 'because' }) },
  'mutation dismissAttention': { may: teaching, with: (ids) => theLearner(ids) },
  'mutation resendGrade': { may: teaching, with: (ids) => theLearner(ids) },
  'mutation resendAllGrades': { may: teaching, with: nothing },
  'mutation configureActivity': { may: teaching, with: () => [{ lab: LAB }] },
  'mutation answerDeepLinking': { may: choosing, with: () => [{ labs: [LAB] }] },
  'mutation declineDeepLinking': { may: choosing, with: nothing },
  'mutation grantCredit': { may: managing, with: ({ learner: learnerId, course: courseId }) => [{ key: '00000000-0000-4000-8000-000000000000', learnerId, courseId, amount: '100', currency: 'KRW', reason: 'gift' }] },
  'mutation draftInvoice': { may: managing, with: () => [{ ...YEARS, key: '1d1c6f0e-64d2-4a53-8a11-0d7c1f2f5b11' }] },
  'mutation finalizeInvoice': { may: managing, with: ({ invoice: id }) => [{ id }] },
  'mutation copyPerson': { may: managing, with: ({ learner: personId }) => [{ personId }] },
  'mutation erasePerson': { may: managing, with: ({ learner: personId }) => [{ personId, reason: 'REQUESTED', typed: SECRET }] },
  'mutation publishPrice': { may: ['sales'], with: () => [{ product: 'lab-standard', amount: '700', currency: 'KRW', perQuantity: 3600, from: YEARS.to }] },
  'mutation addContract': { may: ['sales'], with: ({ institution: institutionId }) => [{ key: '4f0a6f0e-64d2-4a53-8a11-0d7c1f2f5b10', institutionId, currency: 'KRW', allowance: '5000', discountBasisPoints: 1_250, from: '2099-01-01T00:00:00Z', to: YEARS.to }] },
  'mutation endContract': { may: ['sales'], with: ({ contract: id }) => [{ id, at: YEARS.to }] },
  'mutation withdrawContract': { may: ['sales'], with: ({ contract: id }) => [{ id }] },
  'mutation setBudget': { may: ['sales'], with: ({ institution: institutionId }) => [{ institutionId, amount: '300000', currency: 'KRW' }] },
  'mutation releaseFromQuarantine': { may: ['operator'], with: ({ account: accountId }) => [{ accountId }] },
  'mutation checkPlatform': { may: ['operator'], with: () => [{ id: '00000000-0000-4000-8000-000000000000' }] },
  'mutation inviteInstitution': { may: ['operator'], with: () => [{ institution: 'A new one' }] },
  'mutation revokeInvite': { may: ['operator'], with: () => [{ id: '00000000-0000-4000-8000-000000000000' }] },
  'mutation replayGrade': { may: ['operator'], with: ({ grade: id }) => [{ id }] },
  'subscription labPage': { may: inActivity, with: (ids) => [{}, ...theLearner(ids)] },
  'subscription observation': { may: ['observer'], with: nothing },
  'subscription classBoard': { may: teaching, with: nothing },
  // the last one: after it the sessions are gone
  'mutation signOut': { may: everyone, with: nothing },
};
