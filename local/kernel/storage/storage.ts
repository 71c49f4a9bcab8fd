/** Documents by key. A service keeps its own state in memory, writes through, and reads {@link entries} once at start. */
export interface Collection<Value> {
  entries(): Iterable<[key: string, value: Value]>;
  /** Writes a document; the value must survive JSON. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** Rows in the order they were appended, each owned by something that may be deleted with all its rows. */
export interface Journal<Row> {
  rows(): Iterable<{ readonly id: number; readonly row: Row }>;
  /**
   * Appends a row and returns its id, which is larger than any before.
   *
   * @param owner what the row goes away with, for example an alarm's name
   * @param newest the newest time in the row, in milliseconds, for {@link deleteOlder}
   */
  append(row: Row, owner: string, newest: number): number;
  delete(id: number): void;
  deleteOwner(owner: string): void;
  /** Deletes an owner's rows whose newest time is before `time`. */
  deleteOlder(owner: string, time: number): void;
}

/**
 * Where a cloud keeps what must survive a restart. Everything is synchronous: what a call has written before it
 * answers is there after the process was killed.
 */
export interface Storage {
  /** False when nothing is kept. */
  readonly durable: boolean;
  /** Absolute path of the folder for files that are kept with the rest; undefined when nothing is kept. */
  readonly directory: string | undefined;
  collection<Value>(name: string): Collection<Value>;
  journal<Row>(name: string): Journal<Row>;
  /** Has either everything that `work` writes or nothing of it. Transactions inside it join it. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/** Keeps nothing: the services' own memory is all there is. */
export class NoStorage implements Storage {
  readonly durable = false;
  readonly directory = undefined;
  #lastRow = 0;

  collection<Value>(): Collection<Value> {
    return { entries: () => [], set() {}, delete() {} };
  }

  journal<Row>(): Journal<Row> {
    return {
      rows: () => [],
      append: () => ++this.#lastRow,
      delete() {},
      deleteOwner() {},
      deleteOlder() {},
    };
  }

  transaction<Result>(work: () => Result): Result {
    return work();
  }

  close(): void {}
}
