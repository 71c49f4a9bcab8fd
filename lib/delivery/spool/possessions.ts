import type { Acknowledgements } from "./acknowledgements.ts";

/** A segment that this spool has, whether it wrote it or took it over. */
export interface Possession {
  readonly path: string;
  bytes: number;
  /** Records that the ledger counts as spooled. */
  spooled: number;
  /** Whether the ledger has its records at all. */
  isOwn: boolean;
  acknowledged: ReadonlySet<number>;
  /** Of the segment when it is being sent. */
  replaying: Acknowledgements | undefined;
  /** Everything in it is acknowledged, and it could not be removed yet. */
  isDone: boolean;
}

/** The segments that a spool has, and what they hold together. */
export class Possessions {
  readonly #byId = new Map<string, Possession>();
  #bytes = 0;

  /** Of all segments. */
  get bytes(): number {
    return this.#bytes;
  }

  get(id: string): Possession | undefined {
    return this.#byId.get(id);
  }

  entries(): IterableIterator<[string, Possession]> {
    return this.#byId.entries();
  }

  add(id: string, path: string, isOwn: boolean): Possession {
    const possession: Possession = {
      path,
      bytes: 0,
      spooled: 0,
      isOwn,
      acknowledged: new Set(),
      replaying: undefined,
      isDone: false,
    };
    this.#byId.set(id, possession);
    return possession;
  }

  resize(possession: Possession, bytes: number): void {
    this.#bytes += bytes - possession.bytes;
    possession.bytes = bytes;
  }

  forget(id: string): void {
    this.#bytes -= this.#byId.get(id)?.bytes ?? 0;
    this.#byId.delete(id);
  }
}
