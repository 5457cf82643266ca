import type { S3Client } from '@aws-sdk/client-s3';
import { assignment, inWrongRegion, onMistypedBucket, s3Of, type Step } from './assignment.ts';
import { Classmate, type ActivityAddress, type Lab } from './classmate.ts';
import type { Act, Habit } from './habits.ts';

export interface Working {
  readonly activity: ActivityAddress;
  /** Waits as long as somebody thinks before the next thing they do. */
  readonly think: () => Promise<void>;
  /** Waits before the page is asked again whether the lab is there. */
  readonly wait: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** What somebody has at hand in a lab that is ready. */
interface Desk {
  readonly classmate: Classmate;
  readonly environment: Readonly<Record<string, string>>;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly steps: readonly Step[];
}

/**
 * One classmate's time in the activity. A lab that is there already stays as it is, and so does one that has ended: the class can be called twice.
 * @param person their id in the LMS
 */
export async function work(working: Working, person: string, habit: Habit): Promise<void> {
  const classmate = await Classmate.launch(working.activity, person);
  const lab = await classmate.lab();
  const say = (line: string): void => working.say(`${lab.learner.name ?? person} ${line}`);
  if (habit.kind === 'only-looks') return say('looks at the activity');
  if (lab.state.__typename === 'LabReady') return say('is at work already');
  const ready = await readied(working, classmate, lab);
  if (ready === undefined) return say('has ended the lab');
  say('has a lab');
  const desk = await deskOf(classmate, ready);
  for (const act of habit.acts) {
    await working.think();
    say(await does(desk, act));
  }
}

type Ready = Extract<Lab['state'], { readonly __typename: 'LabReady' }>;

/** @returns undefined for a lab that has been ended */
async function readied({ wait }: Working, classmate: Classmate, { state: first }: Lab): Promise<Ready | undefined> {
  let state = first.__typename === 'LabNotStarted' ? (await classmate.start()).state : first;
  while (state.__typename === 'LabStarting') {
    await wait();
    state = (await classmate.lab()).state;
  }
  if (state.__typename === 'LabFailed') throw new Error(state.why);
  return state.__typename === 'LabReady' ? state : undefined;
}

async function deskOf(classmate: Classmate, { outputs }: Ready): Promise<Desk> {
  const environment = await classmate.environment();
  const prefix = outputs.find(({ name }) => name === 'SiteNamePrefix')?.value;
  if (prefix === undefined) throw new Error('the lab does not say how the bucket is to be called');
  const [s3, bucket] = [s3Of(environment), `${prefix}site`];
  return { classmate, environment, s3, bucket, steps: assignment(s3, bucket) };
}

/** @returns what was done, in words */
async function does({ classmate, environment, s3, bucket, steps }: Desk, act: Act): Promise<string> {
  switch (act.kind) {
    case 'step': {
      const step = steps[act.number - 1];
      if (step === undefined) throw new Error(`the lab has no step ${act.number}`);
      const [title, call] = step;
      await call();
      return `did "${title}"`;
    }
    case 'wrong-region':
      await inWrongRegion(environment, bucket);
      return 'made the bucket in the wrong Region';
    case 'mistyped':
      return `mistyped the bucket's name: ${await refusal(() => onMistypedBucket(s3, bucket))}`;
    case 'ask':
      await classmate.askForHelp(act.text);
      return 'asks for help';
    case 'end':
      await classmate.end();
      return 'ends the lab';
  }
}

/** A call that is meant to fail says why it did. */
async function refusal(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
  throw new Error('AWS took what it should have refused');
}
