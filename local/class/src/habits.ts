/** One thing that a classmate does in the lab. */
export type Act =
  | { readonly kind: 'step'; readonly number: number }
  | { readonly kind: 'wrong-region' }
  | { readonly kind: 'mistyped' }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'end' };

/** How somebody goes through the lab; whoever only looks never starts it. */
export type Habit = { readonly kind: 'only-looks' } | { readonly kind: 'works'; readonly acts: readonly Act[] };

/** The first steps of the lab, in order. */
const steps = (first: number, last: number): Act[] => Array.from({ length: last - first + 1 }, (_, index) => ({ kind: 'step', number: first + index }));
const LAST = 6;
const mistyped: Act = { kind: 'mistyped' };

const finishes: Habit = { kind: 'works', acts: [...steps(1, LAST), { kind: 'end' }] };
const staysOn: Habit = { kind: 'works', acts: steps(1, LAST) };
const learnsFromTheNearMiss: Habit = { kind: 'works', acts: [{ kind: 'wrong-region' }, ...steps(1, 4)] };
const staysInTheWrongRegion: Habit = { kind: 'works', acts: [{ kind: 'wrong-region' }] };
const runsIntoErrors: Habit = { kind: 'works', acts: [...steps(1, 1), mistyped, mistyped, mistyped, mistyped, mistyped] };
const asks: Habit = { kind: 'works', acts: [...steps(1, 3), { kind: 'ask', text: '버킷 정책의 IP 조건을 어디에 쓰나요? Where does the IP condition of the bucket policy go?' }] };
const stopsHalfway: Habit = { kind: 'works', acts: steps(1, 3) };

/** A class has some of each, the same at every run. */
const CLASS: readonly Habit[] = [finishes, learnsFromTheNearMiss, staysOn, runsIntoErrors, stopsHalfway, asks, finishes, staysInTheWrongRegion, { kind: 'only-looks' }, learnsFromTheNearMiss, staysOn];

/** @param index of the classmate, from 0 */
export function habitOf(index: number): Habit {
  return CLASS[index % CLASS.length] ?? finishes;
}
