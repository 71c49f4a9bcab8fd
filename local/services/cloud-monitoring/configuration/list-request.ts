import { GoogleError } from "#kernel/google/google-error.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";

/** A request for a list of a project's. */
export interface ListRequest extends Omit<PageRequest, "parent"> {
  readonly name: string;
  readonly filter?: string | undefined;
  readonly orderBy?: string | undefined;
}

/** Says that the local cloud does not choose and sort, rather than to list something else. @throws GoogleError */
export function refuseListing({ filter, orderBy }: Pick<ListRequest, "filter" | "orderBy">): void {
  if (filter || orderBy)
    throw new GoogleError(
      "UNIMPLEMENTED",
      "The local cloud lists all: it takes no filter and no order here.",
    );
}
