import { page } from "../../kernel/page.ts";
import { validationError } from "./template-text.ts";

/** Items of a page: what AWS gives at most, or the first of 1 MB. */
const PAGE_SIZE = 100;

/** One page of a list. @throws ServiceError `ValidationError` when the token is none */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | undefined,
  size = PAGE_SIZE,
): { readonly items: Item[]; readonly NextToken?: string } {
  return page(items, token, {
    size,
    invalid: () => validationError("The specified NextToken is not valid."),
  });
}
