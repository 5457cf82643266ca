/** What was started and must be ended, whichever way the run ends. */
export interface Scope {
  /** Ends this with the scope, the youngest first. */
  keep<Kept extends { close(): Promise<unknown> }>(kept: Kept): Kept;
  close(): Promise<void>;
}

export function openScope(): Scope {
  const closers: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    // what cannot be ended must not keep the others running
    for (const close of closers.splice(0).toReversed()) await close().catch(() => {});
  };
  return {
    keep(kept) {
      closers.push(() => kept.close());
      return kept;
    },
    close() {
      // Ctrl-C and the failure that follows from it both ask, and both must wait until everything has ended
      closing ??= closeAll();
      return closing;
    },
  };
}
