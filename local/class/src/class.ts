import { habitOf, type Habit } from './habits.ts';
import { work, type Working } from './work.ts';

/** Ids in the LMS of the other learners of "Cloud Computing 101", as its sign-in page has them. */
export const CLASSMATES: readonly string[] = ['1002', '1003', '1004', '1005', '1009', '1010', '1011', '1012', '1013', '1014', '1015'];

/** Brings the class: all at once, each by a habit of their own. @returns how many came to their end as they meant to */
export async function bringClass(working: Working, people: readonly string[] = CLASSMATES, habit: (index: number) => Habit = habitOf): Promise<number> {
  const ended = await Promise.all(people.map(async (person, index) => {
    try {
      await work(working, person, habit(index));
      return true;
    } catch (error) {
      working.say(`${person} could not go on: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }));
  return ended.filter(Boolean).length;
}
