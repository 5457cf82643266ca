import type { ErrorEntry } from '../../errors.ts';

export const outboundErrors = {
  OUTBOUND_PRIVATE_ADDRESS: { status: 502, message: 'The address leads into a private network. An operator can allow that with ALLOW_PRIVATE_ADDRESSES.' },
  OUTBOUND_TOO_LARGE: { status: 502, message: 'The other side answered with more than it may. Tell the helpdesk the code below.' },
  OUTBOUND_TIMED_OUT: { status: 504, message: 'The other side did not answer in time. Try again in a minute.' },
} as const satisfies Record<string, ErrorEntry>;
