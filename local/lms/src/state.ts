import { z } from 'zod';
import { activityIdSchema, activitySchema, type Activity, type ActivityId } from './course/activities.ts';
import { courseIdSchema, courseSchema, roleIn, type Course, type CourseId } from './course/courses.ts';
import { lineItemIdSchema, lineItemSchema, scoreSchema, type LineItem, type LineItemId, type Score } from './course/gradebook.ts';
import { personIdSchema, personSchema, type Person, type PersonId } from './course/people.ts';
import { changedCourse, membershipChangeSchema, type MembershipChange } from './course/membership-changes.ts';
import type { CourseRole } from './course/roles.ts';
import type { Seed } from './course/seed.ts';
import { registeredToolSchema, type RegisteredTool } from './registration/registered-tool.ts';

/** Where a tool wants notices of a type (Platform Notification Service 1.0). */
const noticeHandlerSchema = z.object({ clientId: z.string(), type: z.string(), handler: z.url() });
export type NoticeHandler = z.infer<typeof noticeHandlerSchema>;

/** The document kept in the data directory. */
export const snapshotSchema = z.object({
  people: z.array(personSchema),
  courses: z.array(courseSchema),
  activities: z.array(activitySchema),
  lineItems: z.array(lineItemSchema),
  scores: z.array(scoreSchema),
  sessions: z.array(z.object({ id: z.string(), personId: personIdSchema })),
  registeredTools: z.array(registeredToolSchema).default([]),
  noticeHandlers: z.array(noticeHandlerSchema).default([]),
  lastNumber: z.number().int(),
  membershipChanges: z.array(membershipChangeSchema).default([]),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** The first snapshot of an LMS that has never run. */
export const snapshotOf = (seed: Seed): Snapshot => ({ ...seed, scores: [], sessions: [], registeredTools: [], noticeHandlers: [], lastNumber: seed.lineItems.length, membershipChanges: [] });

const scoreKey = (lineItemId: LineItemId, personId: PersonId): string => `${lineItemId} ${personId}`;
const byId = <T extends { id: string }>(items: readonly T[]): Map<T['id'], T> => new Map(items.map((item) => [item.id, item]));

/** Everything the LMS knows, in memory. Each change is reported once, so that it can be kept. */
export class LmsState {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly #courses: Map<CourseId, Course>;
  readonly #membershipChanges: MembershipChange[];
  readonly #activities: Map<ActivityId, Activity>;
  readonly #lineItems: Map<LineItemId, LineItem>;
  readonly #scores: Map<string, Score>;
  readonly #sessions: Map<string, PersonId>;
  readonly #registeredTools: Map<string, RegisteredTool>;
  #noticeHandlers: NoticeHandler[];
  readonly #onChange: () => void;
  #lastNumber: number;

  constructor(snapshot: Snapshot, onChange: () => void) {
    this.people = byId(snapshot.people);
    this.#courses = byId(snapshot.courses);
    this.#noticeHandlers = [...snapshot.noticeHandlers];
    this.#activities = byId(snapshot.activities);
    this.#lineItems = byId(snapshot.lineItems);
    this.#scores = new Map(snapshot.scores.map((score) => [scoreKey(score.lineItemId, score.personId), score]));
    this.#sessions = new Map(snapshot.sessions.map((session) => [session.id, session.personId]));
    this.#registeredTools = new Map(snapshot.registeredTools.map((tool) => [tool.clientId, tool]));
    this.#lastNumber = snapshot.lastNumber;
    this.#membershipChanges = [...snapshot.membershipChanges];
    this.#onChange = onChange;
  }

  snapshot(): Snapshot {
    return {
      people: [...this.people.values()],
      courses: [...this.#courses.values()],
      activities: [...this.#activities.values()],
      lineItems: [...this.#lineItems.values()],
      scores: [...this.#scores.values()],
      sessions: [...this.#sessions].map(([id, personId]) => ({ id, personId })),
      registeredTools: this.registeredTools(),
      noticeHandlers: [...this.#noticeHandlers],
      lastNumber: this.#lastNumber,
      membershipChanges: this.#membershipChanges,
    };
  }

  get courses(): ReadonlyMap<CourseId, Course> {
    return this.#courses;
  }

  /** Every change of a place in a course since the first day, oldest first. */
  get membershipChanges(): readonly MembershipChange[] {
    return this.#membershipChanges;
  }

  /** @returns whether course and person are known */
  changeMembership(change: MembershipChange): boolean {
    const course = this.#courses.get(change.courseId);
    if (course === undefined || !this.people.has(change.personId)) return false;
    this.#courses.set(course.id, changedCourse(course, change));
    this.#membershipChanges.push(change);
    this.#onChange();
    return true;
  }

  addCourse(course: Omit<Course, 'id'>): Course {
    const added = { ...course, id: courseIdSchema.parse(this.#nextNumber()) };
    this.#courses.set(added.id, added);
    this.#onChange();
    return added;
  }

  noticeHandlersOf(clientId: string): readonly NoticeHandler[] {
    return this.#noticeHandlers.filter((handler) => handler.clientId === clientId);
  }

  /** One handler for a tool and type; undefined takes it away. */
  setNoticeHandler(place: Pick<NoticeHandler, 'clientId' | 'type'>, handler: string | undefined): void {
    const others = this.#noticeHandlers.filter(({ clientId, type }) => clientId !== place.clientId || type !== place.type);
    this.#noticeHandlers = handler === undefined ? others : [...others, { ...place, handler }];
    this.#onChange();
  }

  /** The role of a person given by an id that came from outside, or undefined when the person or their place is unknown. */
  roleOf(course: Course, personId: string): CourseRole | undefined {
    const person = this.people.get(personIdSchema.parse(personId));
    return person === undefined ? undefined : roleIn(course, person);
  }

  personOfSession(sessionId: string): Person | undefined {
    const personId = this.#sessions.get(sessionId);
    return personId === undefined ? undefined : this.people.get(personId);
  }

  openSession(id: string, personId: PersonId): void {
    this.#sessions.set(id, personId);
    this.#onChange();
  }

  closeSession(id: string): void {
    if (this.#sessions.delete(id)) this.#onChange();
  }

  activity(id: string): Activity | undefined {
    return this.#activities.get(activityIdSchema.parse(id));
  }

  activitiesOf(courseId: CourseId): Activity[] {
    return [...this.#activities.values()].filter((activity) => activity.courseId === courseId);
  }

  /** Says who of the course may open an activity; undefined gives it to everybody. @throws Error when there is no such activity */
  assign(id: string, people: readonly string[] | undefined): void {
    const activity = this.activity(id);
    if (activity === undefined) throw new Error(`no activity ${id}`);
    this.#activities.set(activity.id, { ...activity, assignedTo: people?.map((each) => personIdSchema.parse(each)) });
    this.#onChange();
  }

  addActivity(activity: Omit<Activity, 'id'>): Activity {
    const added = { ...activity, id: activityIdSchema.parse(this.#nextNumber()) };
    this.#activities.set(added.id, added);
    this.#onChange();
    return added;
  }

  lineItem(id: string): LineItem | undefined {
    return this.#lineItems.get(lineItemIdSchema.parse(id));
  }

  lineItemsOf(courseId: CourseId): LineItem[] {
    return [...this.#lineItems.values()].filter((lineItem) => lineItem.courseId === courseId);
  }

  addLineItem(lineItem: Omit<LineItem, 'id'>): LineItem {
    const added = { ...lineItem, id: lineItemIdSchema.parse(this.#nextNumber()) };
    return this.replaceLineItem(added);
  }

  replaceLineItem(lineItem: LineItem): LineItem {
    this.#lineItems.set(lineItem.id, lineItem);
    this.#onChange();
    return lineItem;
  }

  /** Removes a column with all its scores. */
  removeLineItem(id: LineItemId): void {
    this.#lineItems.delete(id);
    for (const [key, score] of this.#scores) if (score.lineItemId === id) this.#scores.delete(key);
    this.#onChange();
  }

  score(lineItemId: LineItemId, personId: PersonId): Score | undefined {
    return this.#scores.get(scoreKey(lineItemId, personId));
  }

  scoresOf(lineItemId: LineItemId): Score[] {
    return [...this.#scores.values()].filter((score) => score.lineItemId === lineItemId);
  }

  recordScore(score: Score): void {
    this.#scores.set(scoreKey(score.lineItemId, score.personId), score);
    this.#onChange();
  }

  registeredTools(): RegisteredTool[] {
    return [...this.#registeredTools.values()];
  }

  /** @param make is given a number of its own, for the deployment id */
  addRegisteredTool(make: (number: string) => RegisteredTool): RegisteredTool {
    const tool = make(this.#nextNumber());
    return this.#putTool(tool);
  }

  activateTool(clientId: string): RegisteredTool | undefined {
    return this.updateTool(clientId, (tool) => ({ ...tool, status: 'active' }));
  }

  /** @returns what the tool is now, where there is one */
  updateTool(clientId: string, change: (known: RegisteredTool) => RegisteredTool): RegisteredTool | undefined {
    const tool = this.#registeredTools.get(clientId);
    return tool === undefined ? undefined : this.#putTool(change(tool));
  }

  /** @returns whether there was one */
  removeTool(clientId: string): boolean {
    const removed = this.#registeredTools.delete(clientId);
    if (removed) this.#onChange();
    return removed;
  }

  #putTool(tool: RegisteredTool): RegisteredTool {
    this.#registeredTools.set(tool.clientId, tool);
    this.#onChange();
    return tool;
  }

  #nextNumber(): string {
    this.#lastNumber += 1;
    return String(this.#lastNumber);
  }
}
