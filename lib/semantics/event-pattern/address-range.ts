import { containsSubnet, parseSubnet } from "../cloud-logging/filter/subnet.ts";
import { InvalidEventPatternError } from "./invalid-event-pattern.ts";

/**
 * Compiles the operand of `cidr`.
 *
 * @throws InvalidEventPatternError
 */
export function compileAddressRange(operand: unknown): (value: unknown) => boolean {
  // The service's own words: it says "prefix" here.
  if (typeof operand !== "string")
    throw new InvalidEventPatternError("prefix match pattern must be a string");
  const [address = "", length, ...more] = operand.split("/");
  if (length === undefined || more.length > 0)
    throw new InvalidEventPatternError("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(length))
    throw new InvalidEventPatternError("Malformed CIDR, mask bits must be an integer");
  const subnet = parseSubnet(`${address}/${length}`);
  if (!subnet) {
    const host = parseSubnet(address);
    if (!host) throw new InvalidEventPatternError(`Nonstandard IP address: ${address}`);
    throw new InvalidEventPatternError(
      host.bits === 32 ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128",
    );
  }
  return (value) => {
    if (typeof value !== "string" || value.includes("/")) return false;
    const found = parseSubnet(value);
    return found !== undefined && containsSubnet(subnet, found);
  };
}
