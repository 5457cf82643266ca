/** Whether AWS named the error so. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
