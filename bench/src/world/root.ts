import { fileURLToPath } from 'node:url';

/** Folder of the repository, seen from the built file. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
