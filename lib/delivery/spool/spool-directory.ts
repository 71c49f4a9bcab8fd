import { readdirSync } from "node:fs";
import { parseOwnerName, parseSegmentName, type SegmentName } from "./file-names.ts";
import { OwnerWatch } from "./ownership.ts";
import type { SpoolProblems } from "./spool-problems.ts";

/** What lies in a spool's directory, and whose it is. */
export class SpoolDirectory {
  readonly #path: string;
  readonly #problems: SpoolProblems;
  readonly #watch: OwnerWatch;

  constructor(path: string, problems: SpoolProblems) {
    this.#path = path;
    this.#problems = problems;
    this.#watch = new OwnerWatch(path);
  }

  /** All segments, the oldest first; none when the directory cannot be looked into, which is told. */
  segments(): SegmentName[] {
    let files: string[];
    try {
      files = readdirSync(this.#path).sort();
      this.#problems.over("list");
    } catch (cause) {
      this.#problems.tell("list", "it cannot be looked into", cause);
      return [];
    }
    const segments = files.map(parseSegmentName).filter((name) => name !== undefined);
    const owners = new Set(segments.map(({ owner }) => owner));
    for (const file of files) {
      const owner = parseOwnerName(file);
      if (owner !== undefined && !owners.has(owner) && this.#watch.isOld(owner)) this.#buryDead(owner);
    }
    return segments;
  }

  /** Whether what {@link segments} said last is all there is. */
  get isKnown(): boolean {
    return this.#problems.isOver("list") || this.#problems.isMissing("list");
  }

  /** Whether an owner may still use its segments. */
  isAlive(owner: string): Promise<boolean> {
    return this.#watch.isAlive(owner);
  }

  /** Removes the file of an owner that had a segment and is dead, unless it has others. */
  buryIfEmpty(owner: string): void {
    if (!this.segments().some((name) => name.owner === owner)) this.#watch.bury(owner);
  }

  #buryDead(owner: string): void {
    void this.#watch.isAlive(owner).then((isAlive) => {
      if (!isAlive) this.#watch.bury(owner);
    });
  }
}
