/** Whether AWS named the error so. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Lets one error of AWS pass as "was done before". */
export function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (!isNamed(error, name)) throw error;
    return undefined;
  };
}
