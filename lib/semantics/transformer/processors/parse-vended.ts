import { putFields } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { Step } from "../types.ts";

/** Columns whose values stay texts although they look like numbers. */
const TEXTS: ReadonlySet<string> = new Set(["accountId", "date", "time"]);

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html */
const CLOUDFRONT = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "cs(Cookie)",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "fle-status",
  "fle-encrypted-fields",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
];

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html */
const ROUTE53 = [
  "version",
  "queryTimestamp",
  "hostZoneId",
  "queryName",
  "queryType",
  "responseCode",
  "protocol",
  "edgeLocation",
  "resolverIp",
  "ednsClientSubnet",
];

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html#flow-logs-default */
const VPC = [
  "version",
  "accountId",
  "interfaceId",
  "srcAddr",
  "dstAddr",
  "srcPort",
  "dstPort",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "logStatus",
];

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html#CloudWatch-Logs-Transformation-parseCloudFront */
export function parseCloudfront(): Step {
  return columnStep("parseCloudfront", CLOUDFRONT, (message) =>
    message.split(message.includes("\t") ? /\t/ : /\s+/).map(decoded),
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html#CloudWatch-Logs-Transformation-parseRoute53 */
export function parseRoute53(): Step {
  return columnStep("parseRoute53", ROUTE53, (message) => message.split(/\s+/));
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html#CloudWatch-Logs-Transformation-parseVPC */
export function parseVpc(): Step {
  return columnStep("parseVPC", VPC, (message) => message.split(/\s+/));
}

function columnStep(
  processor: string,
  columns: readonly string[],
  cellsOf: (message: string) => readonly string[],
): Step {
  return ({ message, document }) => {
    const cells = cellsOf(message.trim());
    if (cells.length !== columns.length)
      throw new TransformationError(
        `${processor}: the message has ${cells.length} fields, expected ${columns.length}`,
      );
    putFields(
      document,
      undefined,
      columns.map((name, index) => [name, typed(name, cells[index]!)] as const),
    );
  };
}

function typed(name: string, cell: string): string | number {
  return NUMBER.test(cell) && !TEXTS.has(name) ? Number(cell) : cell;
}

function decoded(cell: string): string {
  if (!cell.includes("%")) return cell;
  try {
    return decodeURIComponent(cell);
  } catch {
    return cell;
  }
}
