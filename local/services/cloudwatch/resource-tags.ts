import type { Collection } from "../../kernel/storage/storage.ts";
import { type Tag, tagRecord } from "../../kernel/tags.ts";

/** The tags of every resource but alarms, by ARN; a resource without tags has an empty record. */
export class ResourceTags {
  readonly #tags: Map<string, Record<string, string>>;
  readonly #kept: Collection<Record<string, string>>;

  constructor(kept: Collection<Record<string, string>>) {
    this.#kept = kept;
    this.#tags = new Map(kept.entries());
  }

  of(arn: string): Readonly<Record<string, string>> | undefined {
    return this.#tags.get(arn);
  }

  replace(arn: string, tags: Record<string, string>): void {
    this.#tags.set(arn, tags);
    this.#kept.set(arn, tags);
  }

  /** Makes a resource known and adds to its tags. */
  add(arn: string, tags: readonly Tag[]): void {
    this.replace(arn, { ...this.of(arn), ...tagRecord(tags) });
  }

  forget(arn: string): void {
    this.#tags.delete(arn);
    this.#kept.delete(arn);
  }
}
