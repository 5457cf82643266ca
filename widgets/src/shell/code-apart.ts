import { useSyncExternalStore, type ComponentType } from 'react';

export type CodeState<Props> = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'here'; readonly Component: ComponentType<Props> };

/** A component whose code is a file of its own. */
export interface CodeApart<Props> {
  /** Begins to fetch the code, once. */
  fetch(): void;
  state(): CodeState<Props>;
  /** Fetches the code, and tells when it is here or could not be had. @returns ends the telling */
  subscribe(listener: () => void): () => void;
}

/**
 * Puts a component's code into a file of its own. React's `lazy` would show what stands in its place for 300 ms at least, also where the code
 * came long before (react.dev, Suspense: reveals are throttled), and a page that loads in 200 ms would take 500.
 * @param load imports the component
 */
export function codeApart<Props>(load: () => Promise<ComponentType<Props>>): CodeApart<Props> {
  const listeners = new Set<() => void>();
  let state: CodeState<Props> = { kind: 'loading' };
  let begun = false;
  const become = (next: CodeState<Props>): void => {
    state = next;
    listeners.forEach((listener) => listener());
  };
  const fetch = (): void => {
    if (begun) return;
    begun = true;
    load().then((Component) => become({ kind: 'here', Component }), () => become({ kind: 'failed' }));
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

/** The code of a component, as far as it is here. */
export function useCode<Props>(code: CodeApart<Props>): CodeState<Props> {
  return useSyncExternalStore(code.subscribe, code.state);
}
