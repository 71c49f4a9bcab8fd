import { SELECTION_CRITERIA_MAX_BYTES } from "../limits.ts";
import { InvalidParameterException } from "../log-events/service-errors.ts";
import { utf8Length } from "../log-events/utf8-length.ts";

/** Which log groups a policy of an account is for. */
export interface LogGroupSelection {
  selects(logGroupName: string): boolean;
  /** What the names of the groups begin with; empty for all. */
  readonly prefix: string;
}

const NOT_IN = /^\s*LogGroupName\s+NOT\s+IN\s*(\[.*\])\s*$/is;
const PREFIX = /^\s*LogGroupNamePrefix\s*(?:=|==|IN)?\s*\[?\s*"([^"]+)"\s*\]?\s*$/i;

/**
 * Reads selection criteria: `LogGroupName NOT IN ["a", "b"]` of a subscription filter policy, `LogGroupNamePrefix = "a"` of a policy of field
 * indexes or a transformer. Without criteria a policy is for every group.
 *
 * @throws InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export function readSelectionCriteria(policyType: string, criteria: string | undefined): LogGroupSelection {
  if (criteria === undefined || criteria === "") return { selects: () => true, prefix: "" };
  if (utf8Length(criteria) > SELECTION_CRITERIA_MAX_BYTES)
    throw new InvalidParameterException(
      `selectionCriteria has more than ${SELECTION_CRITERIA_MAX_BYTES} bytes.`,
    );
  if (policyType === "SUBSCRIPTION_FILTER_POLICY") {
    const names = NOT_IN.exec(criteria)?.[1];
    const excluded = names === undefined ? undefined : namesOf(names);
    if (excluded) return { selects: (name) => !excluded.has(name), prefix: "" };
    throw new InvalidParameterException(
      `selectionCriteria of a ${policyType} must be LogGroupName NOT IN ["name", …], found ${criteria}`,
    );
  }
  if (policyType === "FIELD_INDEX_POLICY" || policyType === "TRANSFORMER_POLICY") {
    const prefix = PREFIX.exec(criteria)?.[1];
    if (prefix !== undefined) return { selects: (name) => name.startsWith(prefix), prefix };
    throw new InvalidParameterException(
      `selectionCriteria of a ${policyType} must be LogGroupNamePrefix = "prefix", found ${criteria}`,
    );
  }
  throw new InvalidParameterException(
    `selectionCriteria is not supported for policies of type ${policyType}.`,
  );
}

function namesOf(list: string): ReadonlySet<string> | undefined {
  try {
    const names: unknown = JSON.parse(list);
    return Array.isArray(names) && names.every((name) => typeof name === "string")
      ? new Set(names)
      : undefined;
  } catch {
    return undefined;
  }
}
