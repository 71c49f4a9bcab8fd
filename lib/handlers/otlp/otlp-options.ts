import { areAwsCredentials } from "../../connection/aws-credentials.ts";
import type { AwsCredentials } from "../../connection/signature.ts";
import {
  choice,
  either,
  flag,
  type Members,
  map,
  program,
  text,
  variants,
  whole,
} from "../../options/shape.ts";
import type { ResourceAttributes } from "../../resource/attributes.ts";
import { DELIVERY_OPTIONS, type NetworkHandlerOptions } from "../delivery-options.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** Forms of a request that the handler writes. */
export const OTLP_PROTOCOLS = ["http/protobuf", "http/json"] as const;

/** How requests are written. */
export type OtlpProtocol = (typeof OTLP_PROTOCOLS)[number];

/** How the handler says who it is. */
export type OtlpAuth =
  | { readonly type: "bearer"; readonly token: string | (() => string | Promise<string>) }
  /** Signature Version 4, for CloudWatch. */
  | {
      readonly type: "aws";
      /** @default the one in the address, then AWS_REGION */
      readonly region?: string;
      /** @default "logs" */
      readonly service?: string;
      /** @default the environment's, else the chain of the AWS SDK */
      readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
    }
  /** An access token of Google's library `google-auth-library`, for the Telemetry API. */
  | {
      readonly type: "google";
      /** Path of a key file or credential configuration. @default the library's own search */
      readonly keyFilename?: string;
    }
  /** None, where the address would ask for one. */
  | { readonly type: "none" };

/** Options of `OtlpHandler`. What is left out comes from the variables `OTEL_EXPORTER_OTLP_…`. */
export interface OtlpHandlerOptions extends NetworkHandlerOptions {
  /**
   * Address that takes logs, used as it is.
   *
   * @default OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, then OTEL_EXPORTER_OTLP_ENDPOINT with `/v1/logs` behind it; with `logGroupName` that of
   * CloudWatch (AWS_ENDPOINT_URL, then the Region's); then "http://localhost:4318/v1/logs"
   */
  readonly url?: string;
  /** @default OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, then OTEL_EXPORTER_OTLP_PROTOCOL, then "http/protobuf" */
  readonly protocol?: OtlpProtocol;
  /** Headers of every request, besides those of OTEL_EXPORTER_OTLP_HEADERS and OTEL_EXPORTER_OTLP_LOGS_HEADERS. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default AWS's signature for CloudWatch's address, Google's token for telemetry.googleapis.com, else none */
  readonly auth?: OtlpAuth;
  /** Log group of CloudWatch, which must exist: the header `x-aws-log-group`. */
  readonly logGroupName?: string;
  /** Log stream of CloudWatch, which must exist: the header `x-aws-log-stream`. @default "default" */
  readonly logStreamName?: string;
  /** Attributes of the resource besides those that are detected; these win. */
  readonly resource?: ResourceAttributes;
  /**
   * Finds out where the process runs: of its environment, or also from the metadata services of ECS and Google.
   *
   * @default "environment"
   */
  readonly detectResource?: "environment" | "network" | "off";
  /** Writes `log.record.uid`, by which a receiver can tell what a retry has doubled. @default false */
  readonly recordIds?: boolean;
  /** Sends gzip bodies. @default OTEL_EXPORTER_OTLP_LOGS_COMPRESSION, then OTEL_EXPORTER_OTLP_COMPRESSION, then true */
  readonly compress?: boolean;
  /** PEM file of the authority that signed the server's certificate. @default OTEL_EXPORTER_OTLP_CERTIFICATE, then those that Node trusts */
  readonly caFile?: string;
  /** PEM file of the client's certificate. @default OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE */
  readonly certificateFile?: string;
  /** PEM file of its key. @default OTEL_EXPORTER_OTLP_CLIENT_KEY */
  readonly keyFile?: string;
  /** Records of one request at most. @default 2000; for CloudWatch 10000 */
  readonly maximumRecords?: number;
  /** Requests at once. Records carry their times, so more than one does no harm. @default 4 */
  readonly requestsInFlight?: number;
  /** @default OTEL_EXPORTER_OTLP_LOGS_TIMEOUT, then OTEL_EXPORTER_OTLP_TIMEOUT, then 30000 */
  readonly requestTimeoutMs?: number;
}

/** The options of `OtlpHandler`, as they are checked and documented. */
export const OTLP_OPTIONS = {
  url: text({
    // An address may hold a password.
    secret: true,
    test: isAddress,
    allowed: "an address such as http://localhost:4318/v1/logs",
    description: "Address that takes logs, used as it is.",
    default:
      "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, then OTEL_EXPORTER_OTLP_ENDPOINT with /v1/logs behind it; with logGroupName that of CloudWatch; then http://localhost:4318/v1/logs",
  }),
  protocol: choice(OTLP_PROTOCOLS, {
    description: "How requests are written.",
    default: "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, then OTEL_EXPORTER_OTLP_PROTOCOL, then http/protobuf",
  }),
  headers: map(text({ mayBeEmpty: true, secret: true }), {
    description: "Headers of every request, besides those of OTEL_EXPORTER_OTLP_HEADERS.",
  }),
  auth: variants(
    {
      bearer: {
        token: either(
          [text({ secret: true }), program("a function", (value) => typeof value === "function")],
          "a token, or a function that gives one",
          { required: true, secret: true },
        ),
      },
      aws: {
        region: text(),
        service: text(),
        credentials: program("credentials, or a function that gives them", areAwsCredentials, {
          secret: true,
        }),
      },
      google: { keyFilename: text() },
      none: {},
    },
    {
      description: "How the handler says who it is.",
      default:
        "AWS's signature for CloudWatch's address, Google's token for telemetry.googleapis.com, else none",
    },
  ),
  logGroupName: text({
    pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/,
    allowed: "1 to 512 letters, digits and . - _ / #",
    description: "Log group of CloudWatch, which must exist.",
  }),
  logStreamName: text({
    pattern: /^[^:*]{1,512}$/,
    allowed: "1 to 512 characters without : and *",
    description: "Log stream of CloudWatch, which must exist.",
    default: "default",
  }),
  resource: map(
    either(
      [text({ mayBeEmpty: true }), whole(Number.MIN_SAFE_INTEGER), flag(), program("a value", isAttribute)],
      "a text, a number, true, false or a list of texts",
    ),
    { description: "Attributes of the resource besides those that are detected." },
  ),
  detectResource: choice(["environment", "network", "off"], {
    description:
      "Finds out where the process runs: of its environment, or also from the metadata services of ECS and Google.",
    default: "environment",
  }),
  recordIds: flag({
    description: "Writes log.record.uid, by which a receiver can tell what a retry has doubled.",
    default: "false",
  }),
  compress: flag({
    description: "Sends gzip bodies.",
    default: "OTEL_EXPORTER_OTLP_LOGS_COMPRESSION, then OTEL_EXPORTER_OTLP_COMPRESSION, then true",
  }),
  caFile: text({
    description: "PEM file of the authority that signed the server's certificate.",
    default: "OTEL_EXPORTER_OTLP_CERTIFICATE, then the authorities that Node trusts",
  }),
  certificateFile: text({
    description: "PEM file of the client's certificate.",
    default: "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
  }),
  keyFile: text({ description: "PEM file of its key.", default: "OTEL_EXPORTER_OTLP_CLIENT_KEY" }),
  maximumRecords: whole(1, {
    description: "Records of one request at most.",
    default: "2000; for CloudWatch 10000",
  }),
  requestsInFlight: whole(1, { description: "Requests at once.", default: "4" }),
  ...DELIVERY_OPTIONS,
  requestTimeoutMs: whole(1, {
    description: "Longest time that a request may take, in ms.",
    default: "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT, then OTEL_EXPORTER_OTLP_TIMEOUT, then 30000",
  }),
} as const satisfies Record<Exclude<keyof OtlpHandlerOptions, keyof HandlerOptions>, Members[string]>;

function isAddress(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}

function isAttribute(value: unknown): boolean {
  return Number.isFinite(value) || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}

/** @throws {TypeError} that names the option and what is allowed; no secret stands in it */
export function checkOtlpOptions(options: OtlpHandlerOptions): HandlerOptions {
  return readHandlerOptions("OtlpHandler", options, OTLP_OPTIONS);
}
