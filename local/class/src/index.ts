export { assignment, environmentOf, s3Of, type Step } from './assignment.ts';
export { bringClass, CLASSMATES } from './class.ts';
export { Classmate, type ActivityAddress } from './classmate.ts';
export { habitOf, type Act, type Habit } from './habits.ts';
