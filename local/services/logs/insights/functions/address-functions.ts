import { isIPv4, isIPv6 } from "node:net";
import { containsSubnet, parseSubnet } from "cumulog/semantics";
import type { Value } from "../values.ts";
import { define, type Functions } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
export const ADDRESS_FUNCTIONS: Functions = {
  isvalidip: define(1, 1, ([value]) => isVersion(value, "any")),
  isvalidipv4: define(1, 1, ([value]) => isVersion(value, 4)),
  isvalidipv6: define(1, 1, ([value]) => isVersion(value, 6)),
  isipinsubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, "any")),
  isipv4insubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, 4)),
  isipv6insubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, 6)),
};

function isVersion(value: Value, version: 4 | 6 | "any"): boolean {
  if (typeof value !== "string") return false;
  return (version !== 6 && isIPv4(value)) || (version !== 4 && isIPv6(value));
}

function isInSubnet(value: Value, range: Value, version: 4 | 6 | "any"): boolean {
  if (!isVersion(value, version) || typeof range !== "string") return false;
  const [address, subnet] = [parseSubnet(value as string), parseSubnet(range)];
  return address !== undefined && subnet !== undefined && containsSubnet(subnet, address);
}
