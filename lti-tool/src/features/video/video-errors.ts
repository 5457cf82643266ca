import type { ErrorEntry } from '../../errors.ts';

export const videoErrors = {
  VIDEO_LINK_EXPIRED: { status: 403, message: 'This video link has expired. Reload the page to go on watching.' },
  VIDEO_SIGNATURE_INVALID: { status: 403, message: 'This video link is not valid. Open the video from your lab page.' },
  VIDEO_EVENT_INVALID: { status: 400, message: 'The player reported something impossible; reload the page.' },
} as const satisfies Record<string, ErrorEntry>;
