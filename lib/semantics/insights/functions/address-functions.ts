import { isIPv4, isIPv6 } from "node:net";
import { containsSubnet, parseSubnet } from "../../cloud-logging/filter/subnet.ts";
import type { Value } from "../values.ts";
import { define, type Functions } from "./function.ts";

/** https://www.rfc-editor.org/rfc/rfc1918 */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(parsed);
/** https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry */
const RESERVED = [
  "0.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/127",
  "100::/64",
  "2001:db8::/32",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
].map(parsed);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-IPaddress-functions */
export const ADDRESS_FUNCTIONS: Functions = {
  isvalidip: define(1, 1, ([value]) => isVersion(value, "any")),
  isvalidipv4: define(1, 1, ([value]) => isVersion(value, 4)),
  isvalidipv6: define(1, 1, ([value]) => isVersion(value, 6)),
  isipinsubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, "any")),
  isipv4insubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, 4)),
  isipv6insubnet: define(2, 2, ([value, subnet]) => isInSubnet(value, subnet, 6)),
  ipv4tonumber: define(1, 1, ([value]) =>
    isVersion(value, 4)
      ? String(value)
          .split(".")
          .reduce((number, part) => number * 256 + Number(part), 0)
      : undefined,
  ),
  isprivateip: define(1, 1, ([value]) => isIn(value, PRIVATE)),
  isreservedip: define(1, 1, ([value]) => isIn(value, RESERVED)),
  ispublicip: define(
    1,
    1,
    ([value]) => isVersion(value, "any") && !isIn(value, PRIVATE) && !isIn(value, RESERVED),
  ),
};

/** Whether a text is an address in a range such as `10.0.0.0/8`. */
export function isInSubnet(value: Value, range: Value, version: 4 | 6 | "any" = "any"): boolean {
  if (!isVersion(value, version) || typeof range !== "string") return false;
  const [address, subnet] = [parseSubnet(value as string), parseSubnet(range)];
  return address !== undefined && subnet !== undefined && containsSubnet(subnet, address);
}

function isVersion(value: Value, version: 4 | 6 | "any"): boolean {
  if (typeof value !== "string") return false;
  return (version !== 6 && isIPv4(value)) || (version !== 4 && isIPv6(value));
}

function isIn(value: Value, ranges: readonly ReturnType<typeof parsed>[]): boolean {
  const address = isVersion(value, "any") ? parseSubnet(value as string) : undefined;
  return address !== undefined && ranges.some((range) => containsSubnet(range, address));
}

function parsed(range: string) {
  const subnet = parseSubnet(range);
  if (!subnet) throw new TypeError(`${range} is no range of addresses`);
  return subnet;
}
