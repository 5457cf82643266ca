import { billingErrors } from '@cloudclass/billing';
import { packFaultCodes } from '@cloudclass/plugin-loader';
import { awsErrors } from '../adapters/aws/aws-errors.ts';
import { outboundErrors } from '../adapters/outbound/outbound-errors.ts';
import { postgresErrors } from '../adapters/postgres/postgres-errors.ts';
import { errorCatalog, type ErrorEntry } from '../errors.ts';
import { strayCodes } from '../features/activity/activity-errors.ts';
import { configurationErrors } from '../features/configuration/configuration-errors.ts';
import { courseErrors } from '../features/courses/course-errors.ts';
import { gradeErrors } from '../features/grades/grade-errors.ts';
import { helpErrors } from '../features/help/help-errors.ts';
import { identityErrors } from '../features/identity/identity-errors.ts';
import { labErrors } from '../features/labs/lab-errors.ts';
import { launchErrors } from '../features/launch/launch-errors.ts';
import { noticeErrors } from '../features/launch/notices/notice-errors.ts';
import { packErrors } from '../features/packs/pack-errors.ts';
import { checkCodes } from '../features/platform-check/check-codes.ts';
import { personalDataErrors } from '../features/personal-data/personal-data-errors.ts';
import { registrationErrors } from '../features/registration/registration-errors.ts';
import { videoErrors } from '../features/video/video-errors.ts';
import { streamErrors } from '../graphql/stream-errors.ts';

/** A code a person can meet, and the sentence that stands beside it. */
export interface ErrorCode {
  readonly code: string;
  /** HTTP status; null where the code is never the answer to a request but stands on a page or a command's output. */
  readonly status: number | null;
  readonly sentence: string;
}

export interface ErrorGroup {
  readonly title: string;
  readonly codes: readonly ErrorCode[];
}

/** Every code of every catalogue, by subject. docs/errors.md is held equal to it by a test. */
export function allErrors(): readonly ErrorGroup[] {
  return [
    answered('Any page', errorCatalog),
    answered('Live pages', streamErrors),
    answered('Launch from the LMS', launchErrors),
    answered('Notices from the LMS', noticeErrors),
    answered('Sign-in, sessions and platforms', identityErrors),
    answered('Registering an LMS', registrationErrors),
    answered('Labs and accounts', labErrors),
    answered('AWS', awsErrors),
    answered('Course packs', packErrors),
    answered('Choosing a lab', configurationErrors),
    answered('Grades', gradeErrors),
    answered('Roster', courseErrors),
    answered('Help', helpErrors),
    answered('Personal data', personalDataErrors),
    answered('Video', videoErrors),
    answered('Credit, prices and invoices', billingErrors),
    answered('Calls to other systems', outboundErrors),
    answered('Start of the server', postgresErrors),
    shown('Check of an LMS', checkCodes),
    shown('CloudTrail records that belong to no lab', strayCodes),
    shown('Faults of a course pack', packFaultCodes),
  ];
}

function answered(title: string, catalog: Readonly<Record<string, ErrorEntry>>): ErrorGroup {
  return { title, codes: Object.entries(catalog).map(([code, { status, message }]) => ({ code, status, sentence: message })) };
}

function shown(title: string, sentences: Readonly<Record<string, string>>): ErrorGroup {
  return { title, codes: Object.entries(sentences).map(([code, sentence]) => ({ code, status: null, sentence })) };
}
