export interface Turns {
  /** Looks once what is due, and begins it; what takes long keeps nothing else waiting. */
  begin(): Promise<void>;
  /** Resolves when all that was begun has come to its end. */
  settled(): Promise<void>;
}

interface TurnsOptions<Piece, Key> {
  /** What has one turn at a time: a platform, as a rule. */
  readonly of: (piece: Piece) => Key;
  /**
   * What should be done now.
   * @param except what has its turn just now
   */
  readonly due: (except: readonly Key[], limit: number) => Promise<readonly Piece[]>;
  /** Does one. */
  readonly work: (piece: Piece) => Promise<void>;
  /** Hears why one failed; it is tried again when it is due again. */
  readonly onProblem: (piece: Piece, error: unknown) => void;
}

const AT_ONCE = 8;

/** Work that asks others: several pieces at once, and nothing more of a platform, or whatever has turns, whose turn has not ended. */
export function createTurns<Piece, Key>({ of, due, work, onProblem }: TurnsOptions<Piece, Key>): Turns {
  const busy = new Map<Promise<void>, Key>();
  return {
    async begin() {
      const limit = AT_ONCE - busy.size;
      if (limit <= 0) return;
      for (const piece of await due([...new Set(busy.values())], limit)) {
        const turn = work(piece).catch((error: unknown) => onProblem(piece, error)).finally(() => busy.delete(turn));
        busy.set(turn, of(piece));
      }
    },
    async settled() {
      await Promise.all(busy.keys());
    },
  };
}
