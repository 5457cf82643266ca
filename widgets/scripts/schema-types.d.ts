/** Types of the script for the test that runs it. */
export const target: URL;
export function schemaTypes(): Promise<string>;
