import type { PlatformId } from './domain/ids.ts';

export interface Turns {
  /** Looks once what is due, and begins it; a platform that is slow keeps no other waiting. */
  begin(): Promise<void>;
  /** Resolves when all that was begun has come to its end. */
  settled(): Promise<void>;
}

interface TurnsOptions<Piece> {
  /**
   * What should be done now.
   * @param except platforms that are being asked just now
   */
  readonly due: (except: readonly PlatformId[], limit: number) => Promise<readonly Piece[]>;
  /** Does one. */
  readonly work: (piece: Piece) => Promise<void>;
  /** Hears why one failed; it is tried again when it is due again. */
  readonly onProblem: (piece: Piece, error: unknown) => void;
}

const AT_ONCE = 8;

/** Work that asks platforms: several pieces at once, and nothing more of a platform whose turn has not ended. */
export function createTurns<Piece extends { readonly platformId: PlatformId }>({ due, work, onProblem }: TurnsOptions<Piece>): Turns {
  const busy = new Map<Promise<void>, PlatformId>();
  return {
    async begin() {
      const limit = AT_ONCE - busy.size;
      if (limit <= 0) return;
      for (const piece of await due([...new Set(busy.values())], limit)) {
        const turn = work(piece).catch((error: unknown) => onProblem(piece, error)).finally(() => busy.delete(turn));
        busy.set(turn, piece.platformId);
      }
    },
    async settled() {
      await Promise.all(busy.keys());
    },
  };
}
