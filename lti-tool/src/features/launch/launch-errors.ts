import type { ErrorEntry } from '../../errors.ts';

const again = 'Go back to your course and open the activity again.';
const helpdesk = 'Tell your helpdesk the code below: the connection between the course site and Cloudclass needs attention.';

const refused = (message: string) => ({ status: 400, message }) as const;

/** Why a launch is refused: one code for each rule, in the order in which they are looked at. */
export const launchErrors = {
  LAUNCH_LOGIN_MALFORMED: refused(`Your course site began the launch in a form we cannot read. ${helpdesk}`),
  LAUNCH_PLATFORM_UNKNOWN: refused(`Your course site is not registered with Cloudclass. ${helpdesk}`),
  LAUNCH_TARGET_FOREIGN: refused(`The activity points to another site than this one. ${helpdesk}`),
  LAUNCH_RESPONSE_MALFORMED: refused(`Your course site answered in a form we cannot read. ${again}`),
  LAUNCH_STATE_INVALID: refused(`This launch did not begin here. ${again}`),
  LAUNCH_STATE_EXPIRED: refused(`The launch took longer than ten minutes. ${again}`),
  LAUNCH_PLATFORM_REFUSED: refused(`Your course site did not confirm who you are. Sign in to it again, then open the activity once more.`),
  LAUNCH_REQUEST_REFUSED: refused(`Your course site does not take the request of Cloudclass to sign you in. ${helpdesk}`),
  LAUNCH_BROWSER_MISMATCH: { status: 403, message: `This launch began in another browser or window. ${again}` },
  LAUNCH_TOKEN_MALFORMED: refused(`Your course site sent a message we cannot read. ${helpdesk}`),
  LAUNCH_ALGORITHM: refused(`Your course site signs in a way that is not agreed on. ${helpdesk}`),
  LAUNCH_KEY_UNNAMED: refused(`Your course site did not name the key it signed with. ${helpdesk}`),
  LAUNCH_KEY_UNKNOWN: refused(`Your course site signed with a key it does not publish. ${helpdesk}`),
  LAUNCH_KEY_UNFIT: refused(`Your course site signed with a key that is too weak or meant for something else. ${helpdesk}`),
  LAUNCH_KEYS_UNAVAILABLE: { status: 502, message: `We could not reach your course site to check its signature. Try again in a minute.` },
  LAUNCH_SIGNATURE: refused(`The signature of your course site does not hold. ${helpdesk}`),
  LAUNCH_ISSUER: refused(`The launch came from another course site than the one it began with. ${helpdesk}`),
  LAUNCH_AUDIENCE: refused(`The launch was meant for another tool. ${helpdesk}`),
  LAUNCH_AUTHORIZED_PARTY: refused(`The launch was handed out to another tool. ${helpdesk}`),
  LAUNCH_EXPIRED: refused(`This launch is no longer valid. ${again}`),
  LAUNCH_ISSUED_AT: refused(`The clock of your course site and ours differ. ${helpdesk}`),
  LAUNCH_NOT_YET_VALID: refused(`The clock of your course site is ahead of ours. ${helpdesk}`),
  LAUNCH_LIFETIME: refused(`Your course site made a launch that lives too long. ${helpdesk}`),
  LAUNCH_NONCE: refused(`The answer belongs to another launch. ${again}`),
  LAUNCH_DEPLOYMENT_UNKNOWN: refused(`This part of your course site is not registered with Cloudclass. ${helpdesk}`),
  LAUNCH_TARGET: refused(`The launch leads to another activity than the one you opened. ${again}`),
  LAUNCH_VERSION: refused(`Your course site speaks a version of LTI other than 1.3. ${helpdesk}`),
  LAUNCH_MESSAGE_TYPE: refused(`Your course site asked for something Cloudclass does not offer. ${helpdesk}`),
  LAUNCH_ROLES: refused(`Your course site did not say which role you have. ${helpdesk}`),
  LAUNCH_RESOURCE_LINK: refused(`Your course site did not say which activity this is. ${helpdesk}`),
  LAUNCH_WORK_UNKNOWN: { status: 404, message: 'The work this link leads to is not in this course. Open the activity itself, and choose the learner there.' },
  LAUNCH_DEEP_LINKING: refused(`Your course site did not say where a chosen lab is to be sent. ${helpdesk}`),
  LAUNCH_CLAIMS_MALFORMED: refused(`Your course site sent a message we cannot read. ${helpdesk}`),
  LAUNCH_REPLAYED: { status: 409, message: `This launch has been used already. ${again}` },
  LAUNCH_NOT_CHOOSING: { status: 409, message: 'This session was not opened to choose content. Begin from "add an activity" in your course.' },
} as const satisfies Record<string, ErrorEntry>;

export type LaunchErrorCode = keyof typeof launchErrors;
