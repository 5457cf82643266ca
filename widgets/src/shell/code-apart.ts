import { useSyncExternalStore } from 'react';

export type CodeState<Code> = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'here'; readonly code: Code };

/** Code, such as a component, that is a file of its own. */
export interface CodeApart<Code> {
  /** Begins to fetch the code, once. */
  fetch(): void;
  state(): CodeState<Code>;
  /** Fetches the code, and tells when it is here or could not be had. @returns ends the telling */
  subscribe(listener: () => void): () => void;
}

/**
 * Keeps code that is a file of its own. React's `lazy` would show what stands in its place for 300 ms at least, also where the code
 * came long before (react.dev, Suspense: reveals are throttled), and a page that loads in 200 ms would take 500.
 * @param load imports it
 */
export function codeApart<Code>(load: () => Promise<Code>): CodeApart<Code> {
  const listeners = new Set<() => void>();
  let state: CodeState<Code> = { kind: 'loading' };
  let begun = false;
  const become = (next: CodeState<Code>): void => {
    state = next;
    listeners.forEach((listener) => listener());
  };
  const fetch = (): void => {
    if (begun) return;
    begun = true;
    load().then((code) => become({ kind: 'here', code }), () => become({ kind: 'failed' }));
  };
  return {
    fetch,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      fetch();
      return () => listeners.delete(listener);
    },
  };
}

/** The code, as far as it is here. */
export function useCode<Code>(code: CodeApart<Code>): CodeState<Code> {
  return useSyncExternalStore(code.subscribe, code.state);
}
