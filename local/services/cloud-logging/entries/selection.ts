import { checkLoggingFilter, type LogView } from "cumulog/semantics";
import { entryScopes } from "../resource-names.ts";
import type { BucketedEntry } from "./entry-store.ts";

/** Says whether an entry, in the buckets that store it, is one. */
export type Selection = (stored: BucketedEntry) => boolean;

/**
 * What a request selects: the entries of its resources that match its filter. Of a project those are the entries of its
 * logs that one of its own buckets stores; of a view those of its bucket, whoever's, that its filter lets be seen.
 *
 * @param viewOf a view by its full name
 * @throws GoogleError, InvalidArgumentError
 */
export function compileSelection(
  resourceNames: readonly string[],
  filter: string,
  viewOf: (name: string) => LogView,
): Selection {
  const scopes = entryScopes(resourceNames).map(({ name, owner, bucket }): Selection => {
    if (bucket === undefined)
      return ({ entry, buckets }) =>
        entry.logName!.startsWith(`${owner}/logs/`) && buckets.some((one) => one.startsWith(`${owner}/`));
    const view = checkLoggingFilter(viewOf(name).filter);
    return ({ entry, buckets }) => buckets.includes(bucket) && view.matches(entry);
  });
  const { matches } = checkLoggingFilter(filter);
  return (stored) => scopes.some((selects) => selects(stored)) && matches(stored.entry);
}
