import type { Session } from '../src/features/identity/session.ts';

/** What a session made by hand shows of its person: nothing. */
export const nobody: Session['who'] = { name: null, email: null, anonymous: false, language: null, chosenLanguage: null, institution: null, course: null, unit: null, activity: null, activityLanguage: null };
