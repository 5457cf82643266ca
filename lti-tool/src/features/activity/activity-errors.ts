/** Why a record is kept as a stray; the operator sees it, nobody guesses whose it is. */
export const strayCodes = {
  RECORD_INVALID: 'The record is not a CloudTrail record of version 1.',
  RECORD_ACCOUNT_UNKNOWN: 'The record belongs to an account that is not in the pool.',
  RECORD_REFUSED: 'The record cannot be kept or judged as it is.',
  RECORD_NO_LAB: 'No lab held the account when this was recorded.',
} as const;

export type StrayCode = keyof typeof strayCodes;
