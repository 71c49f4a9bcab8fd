import { areAwsCredentials } from "../../connection/aws-credentials.ts";
import type { AwsCredentials } from "../../connection/signature.ts";
import { choice, flag, type Members, program, text, variants, whole } from "../../options/shape.ts";
import { checkIndexPattern } from "../../search/index-name.ts";
import { DELIVERY_OPTIONS, type NetworkHandlerOptions } from "../delivery-options.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** How the handler says who it is. */
export type OpenSearchAuth =
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  /** An encoded API key of Elasticsearch. */
  | { readonly type: "apiKey"; readonly key: string }
  /** Signature Version 4, for Amazon OpenSearch Service and OpenSearch Serverless. */
  | {
      readonly type: "aws";
      /** @default AWS_REGION */
      readonly region?: string;
      /** @default "aoss" for hosts under aoss.amazonaws.com, else "es" */
      readonly service?: "es" | "aoss";
      /** @default the environment's, else the chain of the AWS SDK */
      readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
    };

/** Options of `OpenSearchHandler`. */
export interface OpenSearchHandlerOptions extends NetworkHandlerOptions {
  /** Address of the server, such as `https://search.example.com:9200`. */
  readonly url: string;
  /** Beginning of the index names; `{service}` is the record's service. The day is added. @default "logs-{service}" */
  readonly index?: string;
  /** @default none */
  readonly auth?: OpenSearchAuth;
  /** PEM file of the authority that signed the server's certificate. @default the authorities that Node trusts */
  readonly caFile?: string;
  /** Days that events are kept; an older event makes no index and is rejected as `too-old`. @default 30 */
  readonly retentionDays?: number;
  /** File that gets what the server refuses for good, a line of JSON each with the server's reason. @default none */
  readonly deadLetterFile?: string;
  /** Installs index template and retention policy before the first delivery. @default false */
  readonly setup?: boolean;
  /** Sends gzip bodies. @default true */
  readonly compress?: boolean;
  /** Requests at once. @default 2 */
  readonly requestsInFlight?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

const secret = { required: true, secret: true } as const;

/** The options of `OpenSearchHandler`, as they are checked and documented. */
export const OPENSEARCH_OPTIONS = {
  url: text({
    required: true,
    // An address may hold a password.
    secret: true,
    test: isAddress,
    allowed: "an address such as https://search.example.com:9200",
    description: "Address of the server, such as `https://search.example.com:9200`.",
  }),
  index: text({
    description: "Beginning of the index names; `{service}` is the record's service. The day is added.",
    default: "logs-{service}",
  }),
  auth: variants(
    {
      basic: { username: text({ required: true }), password: text(secret) },
      apiKey: { key: text(secret) },
      aws: {
        region: text(),
        service: choice(["es", "aoss"]),
        credentials: program("credentials, or a function that gives them", areAwsCredentials, {
          secret: true,
        }),
      },
    },
    { description: "How the handler says who it is.", default: "no authorization" },
  ),
  caFile: text({
    description: "PEM file of the authority that signed the server's certificate.",
    default: "the authorities that Node trusts",
  }),
  retentionDays: whole(1, {
    description: "Days that events are kept; an older event makes no index and is rejected as `too-old`.",
    default: "30",
  }),
  deadLetterFile: text({
    description:
      "File that gets what the server refuses for good, a line of JSON each with the server's reason.",
  }),
  setup: flag({
    description: "Installs index template and retention policy before the first delivery.",
    default: "false",
  }),
  compress: flag({ description: "Sends gzip bodies.", default: "true" }),
  requestsInFlight: whole(1, { description: "Requests at once.", default: "2" }),
  ...DELIVERY_OPTIONS,
} as const satisfies Record<Exclude<keyof OpenSearchHandlerOptions, keyof HandlerOptions>, Members[string]>;

function isAddress(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}

/** @throws {TypeError} that names the option and what is allowed; no secret stands in it */
export function checkOpenSearchOptions(options: OpenSearchHandlerOptions): HandlerOptions {
  const common = readHandlerOptions("OpenSearchHandler", options, OPENSEARCH_OPTIONS);
  try {
    if (options.index !== undefined) checkIndexPattern(options.index);
  } catch (cause) {
    throw new TypeError(`OpenSearchHandler: ${(cause as Error).message}`, { cause });
  }
  return common;
}
