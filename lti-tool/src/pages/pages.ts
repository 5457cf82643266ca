import type { InvoiceStanding } from '@cloudclass/billing';
import type { Session } from '../features/identity/session.ts';
import type { ActivityChoiceView, ChosenLab, ChoosingView, PlacedItemView } from './views/choose.ts';
import type { ClassBoardView, CourseInsightView, TimelineView } from './views/instructor.ts';
import type { ObservationView } from './views/observer.ts';
import type { LabPageView, PackView, VideoSummary } from './views/learner.ts';
import type { AuditView, CreditGrantView, InstitutionUsageView, InvoiceView, LeaseView, UnbilledMonthView, UsageRowView } from './views/manager.ts';
import type { ErasureReason } from '../use-cases/personal-data.ts';
import type { MadeInviteView, PlatformHealthView } from './views/operator.ts';
import type { FoundPeopleView, KeptOfPersonView, KeptPartView } from './views/personal-data.ts';
import type { ContractView, CustomerInvoiceView, CustomerView, InvoiceDifferenceView, PriceCheckView, ProductView } from './views/sales.ts';

/** A period of time; both ends optional, the current month by default. */
export interface Period { readonly from?: Date | null | undefined; readonly to?: Date | null | undefined }

/** What of an audit log is looked for: whoever has this in their name, one kind of act, what is older. */
export interface AuditQuestion { readonly actor?: string | null | undefined; readonly action?: string | null | undefined; readonly before?: Date | null | undefined }

export interface LearnerPages {
  /** @param learnerId another learner of the course; instructors only */
  labPage(session: Session, learnerId?: string | null): Promise<LabPageView>;
  startLab(session: Session): Promise<LabPageView>;
  endLab(session: Session, learnerId?: string | null): Promise<LabPageView>;
  extendLab(session: Session, extension: { readonly learnerId?: string | null | undefined; readonly minutes: number }): Promise<LabPageView>;
  openConsole(session: Session): Promise<{ url: string }>;
  cliCredentials(session: Session): Promise<{ shell: string; powershell: string; profile: string; expiresAt: Date }>;
  checkAgain(session: Session, stepId: string): Promise<LabPageView>;
  revealHint(session: Session, stepId: string): Promise<LabPageView>;
  askForHelp(session: Session, text: string): Promise<LabPageView>;
  recordVideo(session: Session, events: readonly unknown[]): Promise<void>;
  renewVideo(session: Session): Promise<VideoSummary | null>;
}

export interface InstructorPages {
  /**
   * Names the class whose board a session is shown: all of one name may see it and are shown the same.
   * @throws FORBIDDEN
   */
  classOf(session: Session): string;
  classBoard(session: Session): Promise<ClassBoardView>;
  timeline(session: Session, learnerId: string): Promise<TimelineView>;
  courseInsight(session: Session): Promise<CourseInsightView>;
  answerHelp(session: Session, answer: { readonly learnerId: string; readonly text: string }): Promise<ClassBoardView>;
  overrideStep(session: Session, override: { readonly learnerId: string; readonly stepId: string; readonly passed: boolean; readonly reason: string }): Promise<ClassBoardView>;
  dismissAttention(session: Session, learnerId: string): Promise<ClassBoardView>;
  resendGrade(session: Session, learnerId: string): Promise<ClassBoardView>;
  /** Compares the activity's grades with the gradebook, and sends again what differs. */
  resendAllGrades(session: Session): Promise<ClassBoardView>;
}

export interface ObserverPages {
  observation(session: Session): Promise<ObservationView>;
}

export interface ChoosePages {
  packs(session: Session, search: string | null): Promise<PackView[]>;
  /** Null when the session was not opened to choose content. */
  choosing(session: Session): Promise<ChoosingView | null>;
  /** What is chosen for the activity of the session; null when it has no lab. */
  activityChoice(session: Session): Promise<ActivityChoiceView | null>;
  /** What the platform will get; nothing is kept. */
  previewPlacing(session: Session, labs: readonly ChosenLab[]): Promise<readonly PlacedItemView[]>;
  answerDeepLinking(session: Session, labs: readonly ChosenLab[]): Promise<{ returnUrl: string; jwt: string }>;
  /** Back to the platform without a lab. */
  declineDeepLinking(session: Session): Promise<{ returnUrl: string; jwt: string }>;
  configureActivity(session: Session, lab: ChosenLab): Promise<boolean>;
}

export interface ManagerPages {
  usage(session: Session, period: Period): Promise<InstitutionUsageView>;
  usageRows(session: Session, question: Period & { readonly courseId?: string | null | undefined; readonly after?: string | null | undefined }): Promise<UsageRowView[]>;
  leases(session: Session): Promise<LeaseView[]>;
  invoices(session: Session): Promise<InvoiceView[]>;
  creditGrants(session: Session): Promise<CreditGrantView[]>;
  auditLog(session: Session, filter: AuditQuestion): Promise<AuditView[]>;
  grantCredit(session: Session, grant: { readonly key: string; readonly learnerId: string; readonly courseId: string; readonly amount: string; readonly currency: 'KRW' | 'USD'; readonly reason: string }): Promise<CreditGrantView>;
  /** The months of which something can be invoiced, oldest first. */
  unbilled(session: Session): Promise<UnbilledMonthView[]>;
  /** @param draft `key` is a UUID: one draft however often it is asked for */
  draftInvoice(session: Session, draft: { readonly key: string; readonly from: Date; readonly to: Date; readonly currency?: 'KRW' | 'USD' | null | undefined }): Promise<InvoiceView>;
  finalizeInvoice(session: Session, id: string): Promise<InvoiceView>;
  /** @param text a part of a name or e-mail, or the whole id that the LMS gives */
  people(session: Session, text: string): Promise<FoundPeopleView>;
  keptOfPerson(session: Session, id: string): Promise<KeptOfPersonView>;
  /** All that is kept of a person, as the JSON file that they are given; noted in the audit log. */
  copyPerson(session: Session, id: string): Promise<string>;
  /** @returns what went and what stays; nothing when it had been done before */
  erasePerson(session: Session, erasure: { readonly personId: string; readonly reason: ErasureReason; readonly typed: string }): Promise<readonly KeptPartView[]>;
}

/** The terms of a contract as a page sends them; `key` is a UUID that the page makes for it, `allowance` minor units in decimal. */
export interface NewContract {
  readonly key: string;
  readonly institutionId: string;
  readonly unitId?: string | null | undefined;
  readonly currency: 'KRW' | 'USD';
  readonly allowance: string;
  readonly discountBasisPoints: number;
  /** Left out: now. */
  readonly from?: Date | null | undefined;
  /** Left out: open. */
  readonly to?: Date | null | undefined;
}

export interface SalesPages {
  products(session: Session): Promise<ProductView[]>;
  contracts(session: Session): Promise<ContractView[]>;
  customers(session: Session): Promise<CustomerView[]>;
  differingInvoices(session: Session): Promise<readonly InvoiceDifferenceView[]>;
  /** @param search without `institutionId`: of every institution; `after`: the last invoice of the page before */
  customerInvoices(session: Session, search: { readonly standing: InvoiceStanding; readonly institutionId?: string | null | undefined; readonly after?: string | null | undefined }): Promise<readonly CustomerInvoiceView[]>;
  addContract(session: Session, contract: NewContract): Promise<ContractView>;
  /** @param end without `at`: now */
  endContract(session: Session, end: { readonly id: string; readonly at?: Date | null | undefined }): Promise<ContractView>;
  /** @returns the contracts that there are without it */
  withdrawContract(session: Session, id: string): Promise<ContractView[]>;
  setBudget(session: Session, budget: { readonly institutionId: string; readonly amount: string; readonly currency: 'KRW' | 'USD' }): Promise<CustomerView>;
  priceCheck(session: Session, question: { readonly product: string; readonly minutes: number; readonly contractId?: string | null | undefined }): Promise<PriceCheckView>;
  publishPrice(session: Session, price: { readonly product: string; readonly amount: string; readonly currency: 'KRW' | 'USD'; readonly perQuantity: number; readonly from: Date }): Promise<ProductView>;
}

export interface OperatorPages {
  platformHealth(session: Session): Promise<PlatformHealthView>;
  releaseFromQuarantine(session: Session, accountId: string): Promise<PlatformHealthView>;
  replayGrade(session: Session, id: string): Promise<PlatformHealthView>;
  inviteInstitution(session: Session, invite: { readonly institution: string; readonly days?: number | null | undefined }): Promise<MadeInviteView>;
  revokeInvite(session: Session, id: string): Promise<PlatformHealthView>;
  checkPlatform(session: Session, id: string): Promise<PlatformHealthView>;
  /** Acts that concern the whole service and are in no institution's log. */
  serviceAuditLog(session: Session, filter: AuditQuestion): Promise<AuditView[]>;
}

export interface ViewerPages {
  viewer(session: Session): Promise<ViewerView>;
  setLanguage(session: Session, language: 'ko' | 'en'): Promise<ViewerView>;
  signOut(session: Session): Promise<void>;
  /** A page of the session is open. Rejects with NOT_SIGNED_IN when it has ended. */
  stay(session: Session): Promise<void>;
  /** Where a window of its own goes on with this session. */
  newWindow(session: Session): Promise<{ url: string }>;
}

export type ActorName = 'observer' | 'learner' | 'instructor' | 'manager' | 'sales' | 'operator';

export interface ViewerView {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly language: 'ko' | 'en';
  readonly actor: ActorName;
  readonly actors: readonly ActorName[];
  readonly institution: { readonly id: string; readonly name: string } | null;
  readonly course: { readonly id: string; readonly title: string; readonly unit: string | null } | null;
  readonly activityTitle: string | null;
  readonly returnUrl: string | null;
  readonly anonymous: boolean;
  readonly choosingContent: boolean;
  /** Set for an instructor whom a grade has led to a learner's work; the learner is null when nothing is known of them here. */
  readonly review: { readonly learner: { readonly id: string; readonly name: string | null } | null } | null;
  readonly sessionEndsAt: Date;
}

/** Notices that a page should be read again. */
export interface ChangeNotices {
  /** Yields once at the start and after every change; many changes in a row come as one. */
  ofLearner(session: Session, learnerId: string | null, signal: AbortSignal): AsyncIterable<void>;
  ofClass(session: Session, signal: AbortSignal): AsyncIterable<void>;
  /** @param latest what the observer was shown last; every reading after a notice checks anew whom that may be */
  ofObserved(session: Session, latest: () => ObservationView, signal: AbortSignal): AsyncIterable<void>;
}

/** Everything that the pages ask of the server, by the actor whose page it is; each method checks that actor's right. */
export interface Pages {
  readonly viewer: ViewerPages;
  readonly learner: LearnerPages;
  readonly instructor: InstructorPages;
  readonly choose: ChoosePages;
  readonly observer: ObserverPages;
  readonly manager: ManagerPages;
  readonly sales: SalesPages;
  readonly operator: OperatorPages;
  readonly notices: ChangeNotices;
}
