import type { ErrorEntry } from '../../errors.ts';

export const packErrors = {
  PACK_UNKNOWN: { status: 404, message: 'This activity names a course pack that is not published here. Choose another one, or ask the operator to publish it.' },
  PACK_VERSION_TAKEN: { status: 409, message: 'This version is published with other content. A published version never changes: raise the version number.' },
  PACK_SERVICE_NOT_CLEANED: { status: 422, message: 'The pack lets learners use a service of which accounts are not cleaned after a lab: what they leave would go on costing. Take it out of "services", or add a sweeper for it (plugins/cloudformation).' },
} as const satisfies Record<string, ErrorEntry>;
