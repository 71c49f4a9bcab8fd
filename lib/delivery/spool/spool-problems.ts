import { NotASegmentError } from "./segment-reader.ts";

/** Time in ms for which a file is left alone that could not be read or taken. */
const SET_ASIDE_MS = 60_000;
/** What no file is to blame for: it may be over at any moment. */
const DISK_REFUSES: ReadonlySet<string> = new Set(["EROFS", "ENOSPC", "EDQUOT"]);

/** Tells each trouble with a spool's directory once, until it is over. */
export class SpoolProblems {
  readonly #directory: string;
  readonly #onProblem: (problem: { code: string; message: string; cause?: unknown }) => void;
  readonly #told = new Map<string, unknown>();
  readonly #setAside = new Map<string, number>();

  constructor(
    directory: string,
    onProblem: (problem: { code: string; message: string; cause?: unknown }) => void,
  ) {
    this.#directory = directory;
    this.#onProblem = onProblem;
  }

  tell(kind: string, what: string, cause?: unknown): void {
    const isNew = !this.#told.has(kind);
    this.#told.set(kind, cause);
    if (isNew) this.#onProblem({ code: "spool-failed", message: `spool ${this.#directory}: ${what}`, cause });
  }

  /** Tells what happens once. */
  say(what: string): void {
    this.#onProblem({ code: "spool-failed", message: `spool ${this.#directory}: ${what}` });
  }

  over(kind: string): void {
    this.#told.delete(kind);
  }

  isOver(kind: string): boolean {
    return !this.#told.has(kind);
  }

  /** Whether the trouble is that something is not there. */
  isMissing(kind: string): boolean {
    return (this.#told.get(kind) as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  }

  /** Leaves a file alone for a while, unless it is the disk that refuses; says so the first time. */
  setAside(file: string, cause: unknown): void {
    const code = String((cause as NodeJS.ErrnoException).code);
    if (DISK_REFUSES.has(code)) {
      this.tell(`disk ${code}`, "nothing can be taken over", cause);
      return;
    }
    this.#setAside.set(file, performance.now() + SET_ASIDE_MS);
    if (cause instanceof NotASegmentError)
      this.tell(`file ${file}`, `${file} is ${cause.message}; it is left alone`);
    else this.tell(`file ${code}`, `${file} cannot be taken over; it is left alone`, cause);
  }

  isSetAside(file: string): boolean {
    const until = this.#setAside.get(file);
    if (until === undefined) return false;
    if (performance.now() < until) return true;
    this.#setAside.delete(file);
    return false;
  }
}
