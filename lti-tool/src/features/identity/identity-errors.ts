import type { ErrorEntry } from '../../errors.ts';

export const identityErrors = {
  SESSION_HEADER_MISSING: { status: 403, message: 'The request did not come from a page of ours. Reload the page and try again.' },
  STAFF_SIGN_IN_OFF: { status: 404, message: 'Staff sign-in is not set up on this server. Open the activity from your course instead.' },
  STAFF_SIGN_IN_UNAVAILABLE: { status: 503, message: 'We could not reach the sign-in service. Try again in a minute.' },
  STAFF_SIGN_IN_FAILED: { status: 400, message: 'The sign-in could not be completed. Begin again from the staff sign-in page.' },
  STAFF_WITHOUT_ROLE: { status: 403, message: 'You are signed in, but no Cloudclass role is assigned to you. Ask your administrator for one.' },
  STAFF_INSTITUTION_UNKNOWN: { status: 403, message: 'You are signed in, but your institution is not known here. Ask your administrator to set it.' },
  KEYS_UNOPENED: { status: 500, message: 'Something sealed opens neither with SEALING_KEY nor with SEALING_KEY_PREVIOUS. Nothing was changed; give the key that sealed it.' },
  PLATFORM_INPUT: { status: 400, message: 'The platform could not be registered as described. Correct what is named and try again.' },
  PLATFORM_DEPLOYMENT_TAKEN: { status: 409, message: 'This deployment already belongs to another institution. Remove it there first.' },
  PLATFORM_CLIENT_TAKEN: { status: 409, message: 'This client id already belongs to another institution. Register the deployments one by one with "platform add".' },
  PLATFORM_IN_USE: { status: 409, message: 'The platform has courses and people. It cannot be removed while their records are kept.' },
  PLATFORM_MISSING: { status: 404, message: 'There is no such platform. List the platforms to see what is registered.' },
  INSTITUTION_SIMILAR: { status: 409, message: 'There is an institution of nearly the same name. Write its name or slug as it is there; for another one, choose a name that differs in letters or digits.' },
  UNIT_UNKNOWN: { status: 404, message: 'The institution has no such business unit. Reload the page and choose again.' },
  INSTITUTION_UNKNOWN: { status: 404, message: 'There is no such institution. Name it by its slug.' },
} as const satisfies Record<string, ErrorEntry>;
