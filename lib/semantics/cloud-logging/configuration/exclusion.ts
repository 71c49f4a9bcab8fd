import { InvalidArgumentError } from "../invalid-argument-error.ts";
import { checkFilter, checkIdentifier } from "./checks.ts";

/**
 * Keeps entries that it matches out of a sink, or, as an exclusion of a project, out of the sink `_Default`.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions
 */
export interface LogExclusion {
  readonly name: string;
  readonly description?: string;
  readonly filter?: string;
  readonly disabled?: boolean;
  readonly createTime?: string;
  readonly updateTime?: string;
}

/**
 * Checks an exclusion.
 *
 * @throws InvalidArgumentError
 */
export function checkExclusion({ name, filter }: LogExclusion): void {
  checkIdentifier(name ?? "", "name", "name");
  if (!filter) throw new InvalidArgumentError(`The exclusion "${name}" has no filter.`, "filter");
  checkFilter(filter);
}
