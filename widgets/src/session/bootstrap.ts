import type { StorageAddress } from './platform-storage.ts';

/** What the server tells a page in `<script type="application/json" id="bootstrap">`. */
export type Bootstrap =
  | VerifyBootstrap
  | StoreBootstrap
  | { readonly kind: 'new-window'; readonly url: string }
  | { readonly kind: 'none' };

interface StorageFrame extends StorageAddress {
  /** Where to go on in a window of its own when the platform's storage does not answer; absent when a page is loaded anew. */
  readonly newWindowUrl?: string;
}

/** After the launch POST, or when a page is loaded anew: prove that this browser began the launch. */
export interface VerifyBootstrap extends StorageFrame {
  readonly kind: 'verify';
  readonly verifyUrl: string;
  readonly state: string;
  readonly storageKey: string;
}

/** At login: keep the browser secret with the platform, then go on to it. */
export interface StoreBootstrap extends StorageFrame {
  readonly kind: 'store';
  readonly key: string;
  readonly value: string;
  readonly continueUrl: string;
}

/**
 * Reads the bootstrap of a document. A page without one, or with a kind this version does not know, answers `none`;
 * launch errors are drawn by the server and need nothing from here.
 */
export function readBootstrap(document: Document): Bootstrap {
  const text = document.getElementById('bootstrap')?.textContent;
  if (!text) return { kind: 'none' };
  // Our own server wrote it into our own document: its form is the contract above.
  const value = JSON.parse(text) as Bootstrap;
  return ['verify', 'store', 'new-window'].includes(value.kind) ? value : { kind: 'none' };
}
