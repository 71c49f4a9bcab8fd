import { page } from "../../kernel/page.ts";
import { ServiceError } from "../../kernel/service-error.ts";

/** One page of queue URLs; a member without any is left out, as SQS does. */
export function pageOfUrls(
  member: string,
  urls: readonly string[],
  size = 1_000,
  token?: string,
): Record<string, unknown> {
  const { items, ...rest } = page(urls, token, {
    size,
    invalid: () => new ServiceError("InvalidParameterValue", "Invalid NextToken value."),
  });
  return { ...(items.length > 0 && { [member]: items }), ...rest };
}
