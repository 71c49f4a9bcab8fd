import { page } from "../../kernel/page.ts";
import { ServiceError } from "../../kernel/service-error.ts";

/** What of a request says which page it wants. */
interface PageRequest {
  readonly Marker?: string | undefined;
  /** @default 50 */
  readonly MaxItems?: number | undefined;
}

/** One page of a list. */
export function pageOf<Item>(
  member: string,
  items: readonly Item[],
  { Marker, MaxItems = 50 }: PageRequest,
): Record<string, unknown> {
  const { items: shown, NextToken } = page(items, Marker, {
    size: MaxItems,
    invalid: () => new ServiceError("InvalidParameterValueException", "Invalid Marker"),
  });
  return { [member]: shown, ...(NextToken !== undefined && { NextMarker: NextToken }) };
}
