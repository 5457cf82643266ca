import type { ErrorEntry } from '../../errors.ts';

export const labErrors = {
  LAB_NOT_RUNNING: { status: 409, message: 'The lab is not running. Start it, then try again.' },
  LAB_CREDIT_SHORT: { status: 409, message: 'There is not enough credit to start the lab. Ask your instructor for more.' },
  LAB_NOT_PAYABLE: { status: 409, message: 'Your institution has no contract or no price for this lab at the moment. Tell your instructor.' },
  LAB_LEARNER_ERASED: { status: 409, message: 'What was kept of you has just been erased, so no lab was started. Open the activity from your course again.' },
  LAB_NOT_EXTENDABLE: { status: 409, message: 'The lab cannot be extended any further. Finish what you can, or start it again later.' },
  LAB_POOL_EMPTY: { status: 503, message: 'No AWS account is free at the moment. Your lab starts as soon as one is; you can leave this page open.' },
  LAB_PROVISIONING_SLOW: { status: 504, message: 'The lab took too long to start. What was made is being removed; try again.' },
  ACCOUNT_UNKNOWN: { status: 404, message: 'The pool has no such account.' },
  ACCOUNT_NOT_CLEAN: { status: 409, message: 'Something is left in this account. Remove it in the account, then release it again.' },
  ACCOUNT_NOT_IN_QUARANTINE: { status: 409, message: 'This account is not in quarantine. Reload the page.' },
} as const satisfies Record<string, ErrorEntry>;
