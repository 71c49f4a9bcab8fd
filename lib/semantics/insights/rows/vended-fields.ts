import type { Value } from "../values.ts";

/** What a column of a vended log holds. */
type Column = readonly [name: string, kind: "text" | "number"];

const VPC: readonly Column[] = [
  ["version", "number"],
  ["accountId", "text"],
  ["interfaceId", "text"],
  ["srcAddr", "text"],
  ["dstAddr", "text"],
  ["srcPort", "number"],
  ["dstPort", "number"],
  ["protocol", "number"],
  ["packets", "number"],
  ["bytes", "number"],
  ["startTime", "number"],
  ["endTime", "number"],
  ["action", "text"],
  ["logStatus", "text"],
];
const VPC_LINE =
  /^\d \S+ eni-[0-9a-f]+ \S+ \S+ (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) \d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)\s*$/;

const ROUTE_53: readonly Column[] = [
  ["version", "text"],
  ["queryTimestamp", "text"],
  ["hostZoneId", "text"],
  ["queryName", "text"],
  ["queryType", "text"],
  ["responseCode", "text"],
  ["protocol", "text"],
  ["edgeLocation", "text"],
  ["resolverIp", "text"],
  ["ednsClientSubnet", "text"],
];
const ROUTE_53_LINE = /^1\.\d \d{4}-\d\d-\d\dT[\d:.]+Z Z\w+ \S+ \S+ [A-Z]+ (?:UDP|TCP) \S+ \S+ \S+\s*$/;

/**
 * The fields of a VPC flow log of version 2 or of Route 53's query log, which lie in columns; `-` is no value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export function discoverVendedFields(message: string, fields: Map<string, Value>): void {
  const columns = VPC_LINE.test(message) ? VPC : ROUTE_53_LINE.test(message) ? ROUTE_53 : undefined;
  if (!columns) return;
  for (const [index, text] of message.trimEnd().split(" ").entries()) {
    const [name, kind] = columns[index] ?? [];
    if (name !== undefined && text !== "-") fields.set(name, kind === "number" ? Number(text) : text);
  }
}
