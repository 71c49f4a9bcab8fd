import { areAwsCredentials } from "../../connection/aws-credentials.ts";
import type { AwsCredentials } from "../../connection/signature.ts";
import type { OversizePolicy } from "../../delivery/delivery-options.ts";
import { choice, flag, type Members, map, program, text, whole } from "../../options/shape.ts";
import { RETENTION_DAYS } from "../../semantics/limits.ts";
import { DELIVERY_OPTIONS, type NetworkHandlerOptions } from "../delivery-options.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
const LOG_GROUP_CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] as const;

/** Options of `CloudWatchHandler`. */
export interface CloudWatchHandlerOptions extends NetworkHandlerOptions {
  readonly logGroupName: string;
  /** May hold `{host}`, `{pid}`, `{date}` and `{logger}`. @default "{host}/{pid}/{date}" */
  readonly logStreamName?: string;
  /** @default the SDK's: AWS_REGION, then the shared configuration */
  readonly region?: string;
  /** @default the SDK's: AWS_ENDPOINT_URL, then the Region's */
  readonly endpoint?: string;
  /** @default the SDK's chain */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
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
  readonly logGroupClass?: (typeof LOG_GROUP_CLASSES)[number];
  /** Sends gzip bodies. @default false */
  readonly compress?: boolean;
  /** Records over the event limit are cut in numbered parts, or shortened. @default "split" */
  readonly oversize?: OversizePolicy;
  /** Requests at once in one stream; above 1, retries can reorder it. @default 1 */
  readonly requestsInFlight?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

/** The options of `CloudWatchHandler`, as they are checked and documented. */
export const CLOUDWATCH_OPTIONS = {
  logGroupName: text({
    required: true,
    pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/,
    allowed: "1 to 512 letters, digits and . - _ / #",
    description: "Log group.",
  }),
  logStreamName: text({
    description: "Log stream; {host}, {pid}, {date} and {logger} are filled in.",
    default: "{host}/{pid}/{date}",
  }),
  region: text({
    description: "Region of the log group.",
    default: "the SDK's: AWS_REGION, then the shared configuration",
  }),
  endpoint: text({
    test: URL.canParse,
    allowed: "a URL such as http://127.0.0.1:4566",
    description: "Address of the service.",
    default: "the SDK's: AWS_ENDPOINT_URL, then the Region's",
  }),
  credentials: program("credentials, or a function that gives them", areAwsCredentials, {
    secret: true,
    description: "Credentials, or a function that gives them.",
    default: "the SDK's chain",
  }),
  create: flag({ description: "Makes a missing group or stream.", default: "true" }),
  retentionInDays: choice(RETENTION_DAYS, {
    description: "Days that events are kept; set when the group is made.",
    default: "for ever",
  }),
  tags: map(text({ mayBeEmpty: true }), { description: "Tags of the group, set when it is made." }),
  kmsKeyId: text({ description: "Key of the group, set when it is made.", default: "the service's own" }),
  logGroupClass: choice(LOG_GROUP_CLASSES, {
    description: "Class of the group, set when it is made.",
    default: "STANDARD",
  }),
  compress: flag({ description: "Sends gzip bodies.", default: "false" }),
  oversize: choice(["split", "truncate"], {
    description: "Records over the event limit are cut in numbered parts, or shortened.",
    default: "split",
  }),
  requestsInFlight: whole(1, {
    description: "Requests at once in one stream; above 1, retries can reorder it.",
    default: "1",
  }),
  ...DELIVERY_OPTIONS,
} as const satisfies Record<Exclude<keyof CloudWatchHandlerOptions, keyof HandlerOptions>, Members[string]>;

/** @throws {TypeError} that names the option, what was given and what is allowed */
export function checkCloudWatchOptions(options: CloudWatchHandlerOptions): HandlerOptions {
  return readHandlerOptions("CloudWatchHandler", options, CLOUDWATCH_OPTIONS);
}
