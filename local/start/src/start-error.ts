/** A condition that the person who typed the command can mend: one clear sentence, exit code 1, no stack. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
