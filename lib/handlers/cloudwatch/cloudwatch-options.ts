import type { CloudWatchLogsClientConfig, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { OversizePolicy } from "../../delivery/delivery-options.ts";
import { RETENTION_DAYS } from "../../semantics/limits.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** Options of `CloudWatchHandler`. */
export interface CloudWatchHandlerOptions extends HandlerOptions {
  readonly logGroupName: string;
  /** May hold `{host}`, `{pid}`, `{date}` and `{logger}`. @default "{host}/{pid}/{date}" */
  readonly logStreamName?: string;
  /** @default the SDK's: AWS_REGION, then the shared configuration */
  readonly region?: string;
  /** @default the SDK's: AWS_ENDPOINT_URL, then the Region's */
  readonly endpoint?: string;
  /** @default the SDK's chain */
  readonly credentials?: NonNullable<CloudWatchLogsClientConfig["credentials"]>;
  /** Makes a missing group or stream. @default true */
  readonly create?: boolean;
  /**
   * Set when the group is made: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
   * 3288 or 3653. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   *
   * @default the group keeps its records for ever
   */
  readonly retentionInDays?: number;
  readonly tags?: Record<string, string>;
  readonly kmsKeyId?: string;
  readonly logGroupClass?: LogGroupClass;
  /** Sends gzip bodies. @default false */
  readonly compress?: boolean;
  /** Records over the event limit are cut in numbered parts, or shortened. @default "split" */
  readonly oversize?: OversizePolicy;
  /**
   * Bytes that records which wait may make the process grow by: about 1.5 to 2 times their text, and more when they are short.
   * @default 67108864
   */
  readonly maximumQueueBytes?: number;
  /** Directory that keeps records which cannot be sent or held, until they can; processes may share it. @default none */
  readonly spool?: string;
  /** Delivers what is queued when the process gets SIGTERM, SIGINT or SIGHUP, before it ends. @default true */
  readonly signals?: boolean;
  /** Longest wait of a record for a fuller batch, in ms. @default 1000 */
  readonly lingerMs?: number;
  /** Requests at once in one stream; above 1, retries can reorder it. @default 1 */
  readonly requestsInFlight?: number;
  /** Upper bound of the first wait between tries, in ms. @default 50 */
  readonly backoffBaseMs?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

const NUMBERS: Readonly<Record<string, number>> = {
  maximumQueueBytes: 65_536,
  lingerMs: 0,
  requestsInFlight: 1,
  backoffBaseMs: 0,
  requestTimeoutMs: 1,
};
const KNOWN = [
  "logGroupName",
  "logStreamName",
  "region",
  "endpoint",
  "credentials",
  "create",
  "tags",
  "kmsKeyId",
  "logGroupClass",
  "retentionInDays",
  "compress",
  "oversize",
  "spool",
  "signals",
  ...Object.keys(NUMBERS),
];

/** @throws {TypeError} that names the option, what was given and what is allowed */
export function checkCloudWatchOptions(options: CloudWatchHandlerOptions): HandlerOptions {
  const common = readHandlerOptions("CloudWatchHandler", options, KNOWN);
  const refuse = (name: string, given: unknown, allowed: string): never => {
    throw new TypeError(
      `CloudWatchHandler: ${name} is ${JSON.stringify(given) ?? "missing"}; use ${allowed}`,
    );
  };
  const { logGroupName, endpoint, oversize } = options;
  if (typeof logGroupName !== "string" || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName))
    refuse("logGroupName", logGroupName, "1 to 512 letters, digits and . - _ / #");
  for (const name of ["logStreamName", "region", "kmsKeyId", "spool"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && (typeof value !== "string" || value === "")) refuse(name, value, "a text");
  }
  if (endpoint !== undefined && !URL.canParse(endpoint))
    refuse("endpoint", endpoint, "a URL such as http://127.0.0.1:4566");
  if (oversize !== undefined && oversize !== "split" && oversize !== "truncate")
    refuse("oversize", oversize, '"split" or "truncate"');
  const { retentionInDays } = options;
  if (retentionInDays !== undefined && !RETENTION_DAYS.includes(retentionInDays as never))
    refuse("retentionInDays", retentionInDays, `one of ${RETENTION_DAYS.join(", ")}`);
  for (const name of ["create", "compress", "signals"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "boolean") refuse(name, value, "true or false");
  }
  for (const [name, minimum] of Object.entries(NUMBERS)) {
    const value = options[name as keyof CloudWatchHandlerOptions];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= minimum))
      refuse(name, value, `a whole number from ${minimum}`);
  }
  return common;
}
