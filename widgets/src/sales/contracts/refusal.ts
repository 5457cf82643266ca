import type { ApiError } from '../../api/api-error.ts';
import { useErrorSentence } from '../../shell/error-notice.tsx';
import type { ContractFields } from './contract-plan.ts';

/** Which field the server's codes are about. */
const fieldsOfCodes: Readonly<Record<string, keyof ContractFields>> = {
  INSTITUTION_UNKNOWN: 'institutionId',
  UNIT_UNKNOWN: 'unitId',
  CONTRACT_CURRENCY_DIFFERS: 'currency',
  AMOUNT_INVALID: 'allowance',
  DISCOUNT_INVALID: 'discount',
  CONTRACT_IN_THE_PAST: 'from',
  PERIOD_INVALID: 'to',
};

/** The field that an error is about; null where it is about none. */
export function refusedField({ code }: Pick<ApiError, 'code'>): keyof ContractFields | null {
  return fieldsOfCodes[code] ?? null;
}

/** A field with why the server refused it, and what to do. */
export interface Refusal {
  readonly field: keyof ContractFields;
  /** Ends with the code, which support can search for. */
  readonly sentence: string;
}

const noError: ApiError = { code: '', correlationId: null, message: '' };

/** What the server refused a field for. */
export function useRefusal(error: ApiError | null): Refusal | null {
  const sentence = useErrorSentence(error ?? noError);
  const field = error && refusedField(error);
  return error && field && { field, sentence: `${sentence} (${error.code})` };
}
