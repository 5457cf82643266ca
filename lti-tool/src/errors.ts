/** Every error a person can meet: its code, the HTTP status it maps to, and a sentence that says what to do next. */
export const errorCatalog = {
  BAD_INPUT: { status: 400, message: 'The request is not of the form it must have. Reload the page and try again.' },
  NOT_SIGNED_IN: { status: 401, message: 'Your session has ended. Open the activity again from your course.' },
  FORBIDDEN: { status: 403, message: 'This is not yours to see or change. Open the activity again from your own course page.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address. Open the activity again from your course.' },
  INTERNAL: { status: 500, message: 'Something went wrong on our side. Try again; if it stays, tell the helpdesk the code below.' },
  DATABASE_UNAVAILABLE: { status: 503, message: 'The service is starting or its database is away. Try again in a minute.' },
} as const satisfies Record<string, ErrorEntry>;

export interface ErrorEntry {
  readonly status: number;
  readonly message: string;
}

/** What a coded error carries beside its code. */
export interface ErrorContext {
  /** For the log only: never shown to the person. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * An error with a code that support can search for. Features declare their own codes in a catalogue of the same shape
 * (`features/<name>/<name>-errors.ts`); `allErrors()` in the composition joins them, and docs/errors.md lists them.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly status: number;
  readonly publicMessage: string;
  readonly detail: string | undefined;

  constructor(code: Code, entry: ErrorEntry, context: ErrorContext = {}) {
    super(`${code}: ${context.detail ?? entry.message}`, { cause: context.cause });
    this.name = 'CodedError';
    this.code = code;
    this.status = entry.status;
    this.publicMessage = entry.message;
    this.detail = context.detail;
  }
}

/** An error as a command or a start that failed prints it. */
export function lineOf({ code, publicMessage, detail }: Pick<CodedError, 'code' | 'publicMessage' | 'detail'>): string {
  return `${code}: ${publicMessage}${detail === undefined ? '' : `\n${detail}`}`;
}

/**
 * Makes the constructor of one catalogue's errors.
 * @example const fail = errorsOf(labErrors); throw fail('LAB_POOL_EMPTY', { detail: '…' });
 */
export function errorsOf<Catalog extends Record<string, ErrorEntry>>(catalog: Catalog) {
  return <Code extends keyof Catalog & string>(code: Code, context?: ErrorContext): CodedError<Code> => {
    const entry: ErrorEntry = catalog[code] ?? errorCatalog.INTERNAL;
    return new CodedError(code, entry, context);
  };
}

/** Raises one of the general errors. */
export const fail = errorsOf(errorCatalog);
