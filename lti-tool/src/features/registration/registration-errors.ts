import type { ErrorEntry } from '../../errors.ts';

const newLink = 'Ask whoever gave you the link for a new one.';
const helpdesk = 'Tell the Cloudclass operator the code below.';

const refused = (message: string) => ({ status: 400, message }) as const;

/** Why an LMS is not registered: the link first, then what the LMS says of itself, then what it answers. */
export const registrationErrors = {
  REGISTRATION_LINK_UNKNOWN: { status: 404, message: `This registration link is not known. Check that you pasted all of it. ${newLink}` },
  REGISTRATION_LINK_EXPIRED: { status: 410, message: `This registration link has expired. ${newLink}` },
  REGISTRATION_LINK_REVOKED: { status: 410, message: `This registration link was withdrawn. ${newLink}` },
  REGISTRATION_LINK_USED: { status: 409, message: `This registration link has been used: it works once. ${newLink}` },
  REGISTRATION_LINK_BEGUN: { status: 409, message: `Registering by this link was begun and has not ended: it still goes on, or was cut off. If nothing has come of it after a minute, remove Cloudclass from the tools of your LMS if it is there. ${newLink}` },
  REGISTRATION_NOT_BY_LMS: refused('This link is for your LMS, not for the browser. Paste it where your LMS adds a tool by its registration URL.'),
  REGISTRATION_ADDRESS: refused(`Your LMS gave an address that is not public or not https. ${helpdesk}`),
  REGISTRATION_UNREACHABLE: { status: 502, message: 'We could not read what your LMS says of itself. Check that our server can reach it at the address your browser shows, then open the link again.' },
  REGISTRATION_CONFIGURATION: refused(`What your LMS says of itself lacks something we need, or cannot be read. ${helpdesk}`),
  REGISTRATION_ISSUER: refused(`Your LMS gives itself another name than that of the site we asked. Nothing was registered. ${helpdesk}`),
  REGISTRATION_UNSUPPORTED: refused(`Your LMS does not offer what Cloudclass needs. ${helpdesk}`),
  REGISTRATION_REFUSED: { status: 502, message: `Your LMS refused to register Cloudclass. The link is still good: begin again in your LMS. If it refuses again: ${helpdesk}` },
  REGISTRATION_ANSWER_LOST: { status: 502, message: `Your LMS did not answer in time. Remove Cloudclass from its tools if it is there. ${newLink}` },
  REGISTRATION_ANSWER: { status: 502, message: `Your LMS answered in a form we cannot read. Remove Cloudclass from its tools if it is there. ${newLink}` },
  REGISTRATION_TAKEN: { status: 409, message: `Your LMS gave us an identity that belongs to another institution. Remove Cloudclass from its tools. ${helpdesk}` },
  INVITE_INPUT: { status: 400, message: 'The invite could not be made as described. Name the institution, and between 1 and 90 days.' },
  INVITE_MISSING: { status: 404, message: 'There is no such invite. List the invites to see what there is.' },
  INVITE_CLOSED: { status: 409, message: 'The invite is no longer open, so there is nothing to revoke.' },
} as const satisfies Record<string, ErrorEntry>;

export type RegistrationErrorCode = keyof typeof registrationErrors;
