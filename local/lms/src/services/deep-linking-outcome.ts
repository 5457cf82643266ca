import type { Activity } from '../course/activities.ts';
import type { PendingLaunch } from '../platform/pending-launches.ts';

/** The deep linking request an answer belongs to. */
export type Asked = PendingLaunch & { readonly kind: 'deep-linking' };

/** What became of a deep linking response. */
export type DeepLinkingOutcome =
  | { readonly status: 'added'; readonly asked: Asked; readonly activities: readonly Activity[]; readonly ignored: number; readonly message: string | undefined }
  | { readonly status: 'tool-error'; readonly asked: Asked; readonly message: string }
  | { readonly status: 'refused'; readonly reason: string };
