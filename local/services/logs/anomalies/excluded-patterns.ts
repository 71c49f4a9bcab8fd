import type { StoredMap } from "#kernel/storage/stored-map.ts";
import type { LogGroup } from "../log-group.ts";

/** The patterns that people have excluded, of an anomaly detector by its ARN, and of a group as it was made. Kept with the cloud's data. */
export class ExcludedPatterns {
  readonly #keys: StoredMap<readonly string[]>;

  constructor(keys: StoredMap<readonly string[]>) {
    this.#keys = keys;
  }

  /** @param owner the ARN of a detector, or {@link ownerOf} a group */
  of(owner: string): readonly string[] {
    return this.#keys.get(owner) ?? [];
  }

  set(owner: string, patternKey: string, excluded: boolean): void {
    const others = this.of(owner).filter((key) => key !== patternKey);
    const keys = excluded ? [...others, patternKey] : others;
    if (keys.length === 0) this.forget(owner);
    else this.#keys.set(owner, keys);
  }

  /** Keeps nothing of what is deleted. */
  forget(owner: string): void {
    if (this.#keys.has(owner)) this.#keys.delete(owner);
  }
}

/** A group that is made anew under its name has nothing of the one before. */
export const ownerOf = ({ name, settings }: LogGroup): string => `${name} ${settings.creationTime}`;
