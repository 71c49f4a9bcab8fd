import { readFileSync } from "node:fs";
import type { SocketOptions } from "../../connection/http-connection.ts";
import type { BatchLimits } from "../../delivery/limits.ts";
import { readPairs } from "../../resource/declared-resource.ts";
import { CLOUD_LOGGING_ENTRY_MAX_BYTES } from "../../semantics/limits.ts";
import { PUT_LOG_EVENTS_LIMITS } from "../../semantics/log-events/batch-limits.ts";
import { OTLP_PROTOCOLS, type OtlpAuth, type OtlpHandlerOptions, type OtlpProtocol } from "./otlp-options.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Options and variables brought together. */
export interface OtlpSettings {
  readonly url: URL;
  readonly protocol: OtlpProtocol;
  readonly headers: Readonly<Record<string, string>>;
  readonly auth: OtlpAuth;
  readonly compress: boolean;
  readonly sockets: SocketOptions;
  readonly limits: BatchLimits;
  readonly requestTimeoutMs: number | undefined;
  /** Whether the address is that of Google's Telemetry API, which wants the project named. */
  readonly isGoogle: boolean;
}

const DEFAULT_URL = "http://localhost:4318/v1/logs";
const GOOGLE_HOST = "telemetry.googleapis.com";
const CLOUDWATCH_HOST = /^logs(?:-fips)?\.([a-z0-9-]+)\.(?:api\.aws|amazonaws\.com(?:\.cn)?)$/;
/** Room for the resource and what stands around the records. */
const SHARED_BYTES = 16_384;
const REQUEST_MAX_BYTES = 4 * 1024 * 1024;
const RECORD_MAX_BYTES = 1024 * 1024;
const DEFAULT_RECORDS = 2_000;

/**
 * What the handler does, of its options and, for what they leave out, of OpenTelemetry's variables.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 * @throws {TypeError} for a variable or a file that cannot be used
 */
export function otlpSettings(options: OtlpHandlerOptions, environment: Environment): OtlpSettings {
  const url = addressOf(options, environment);
  const region = CLOUDWATCH_HOST.exec(url.hostname)?.[1];
  const isCloudWatch = region !== undefined || options.logGroupName !== undefined;
  const isGoogle = url.hostname === GOOGLE_HOST;
  return {
    url,
    protocol: protocolOf(options, environment),
    headers: headersOf(options, environment),
    auth: options.auth ?? (isCloudWatch ? { type: "aws" } : { type: isGoogle ? "google" : "none" }),
    compress: options.compress ?? variable(environment, "COMPRESSION")?.value !== "none",
    sockets: socketsOf(options, environment),
    limits: limitsOf(options.maximumRecords, isCloudWatch, isGoogle),
    requestTimeoutMs: options.requestTimeoutMs ?? milliseconds(environment),
    isGoogle,
  };
}

/** Region of a request: the one that is named, that in CloudWatch's address, or the environment's. */
export function regionOf(url: URL, named: string | undefined, environment: Environment): string | undefined {
  return (
    named ??
    CLOUDWATCH_HOST.exec(url.hostname)?.[1] ??
    environment["AWS_REGION"] ??
    environment["AWS_DEFAULT_REGION"]
  );
}

function variable(environment: Environment, name: string) {
  for (const full of [`OTEL_EXPORTER_OTLP_LOGS_${name}`, `OTEL_EXPORTER_OTLP_${name}`]) {
    const value = environment[full]?.trim();
    if (value) return { name: full, value };
  }
  return undefined;
}

function addressOf(options: OtlpHandlerOptions, environment: Environment): URL {
  const text = options.url ?? addressText(options, environment);
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TypeError(
      "OtlpHandler: OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is no address such as http://localhost:4318",
    );
  if (url.username !== "" || url.password !== "")
    throw new TypeError("OtlpHandler: url holds a user or password; give an authorization header or auth");
  return url;
}

function addressText({ logGroupName, auth }: OtlpHandlerOptions, environment: Environment): string {
  const own = environment["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"]?.trim();
  if (own) return own;
  const base = environment["OTEL_EXPORTER_OTLP_ENDPOINT"]?.trim();
  if (base) return logsOf(base);
  if (logGroupName === undefined) return DEFAULT_URL;
  const endpoint = environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] ?? environment["AWS_ENDPOINT_URL"];
  if (endpoint) return logsOf(endpoint);
  const named = auth?.type === "aws" ? auth.region : undefined;
  const region = named ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region === undefined)
    throw new TypeError(
      "OtlpHandler: the Region of logGroupName is not known; set AWS_REGION, auth.region or url",
    );
  return `https://logs.${region}.amazonaws.com/v1/logs`;
}

const logsOf = (base: string): string => `${base.replace(/\/+$/, "")}/v1/logs`;

function protocolOf(options: OtlpHandlerOptions, environment: Environment): OtlpProtocol {
  if (options.protocol !== undefined) return options.protocol;
  const given = variable(environment, "PROTOCOL");
  if (given === undefined) return "http/protobuf";
  const known = OTLP_PROTOCOLS.find((protocol) => protocol === given.value);
  if (known !== undefined) return known;
  throw new TypeError(
    `OtlpHandler: ${given.name} is ${JSON.stringify(given.value)}; use ${OTLP_PROTOCOLS.join(" or ")}, or give the handler a protocol`,
  );
}

/** A header that is meant for logs wins over one for all signals, and the options' over both. Names are in lower case. */
function headersOf(options: OtlpHandlerOptions, environment: Environment): Record<string, string> {
  const { logGroupName, logStreamName = "default", headers = {} } = options;
  const pairs = [
    ...readPairs(environment["OTEL_EXPORTER_OTLP_HEADERS"] ?? ""),
    ...readPairs(environment["OTEL_EXPORTER_OTLP_LOGS_HEADERS"] ?? ""),
    ...(logGroupName === undefined
      ? []
      : ([
          ["x-aws-log-group", logGroupName],
          ["x-aws-log-stream", logStreamName],
        ] as const)),
    ...Object.entries(headers),
  ];
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

function socketsOf(options: OtlpHandlerOptions, environment: Environment): SocketOptions {
  return {
    ca: fileText("caFile", options.caFile, variable(environment, "CERTIFICATE")),
    cert: fileText("certificateFile", options.certificateFile, variable(environment, "CLIENT_CERTIFICATE")),
    key: fileText("keyFile", options.keyFile, variable(environment, "CLIENT_KEY")),
  };
}

function fileText(
  option: string,
  named: string | undefined,
  given: { readonly name: string; readonly value: string } | undefined,
): Buffer | undefined {
  const path = named ?? given?.value;
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TypeError(
      `OtlpHandler: ${named === undefined ? given!.name : option}: the file ${path} cannot be read (${code})`,
      { cause },
    );
  }
}

function milliseconds(environment: Environment): number | undefined {
  const given = variable(environment, "TIMEOUT");
  const value = Number(given?.value);
  return given !== undefined && value >= 1 ? Math.floor(value) : undefined;
}

/**
 * What one request may hold. CloudWatch's limits are those of PutLogEvents.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
 */
function limitsOf(maximumRecords: number | undefined, isCloudWatch: boolean, isGoogle: boolean): BatchLimits {
  if (isCloudWatch)
    return {
      ...PUT_LOG_EVENTS_LIMITS,
      maximumItems: Math.min(maximumRecords ?? Number.POSITIVE_INFINITY, PUT_LOG_EVENTS_LIMITS.maximumItems),
      maximumBytes: PUT_LOG_EVENTS_LIMITS.maximumBytes - SHARED_BYTES,
      maximumItemBytes: PUT_LOG_EVENTS_LIMITS.maximumItemBytes - SHARED_BYTES,
    };
  return {
    maximumBytes: REQUEST_MAX_BYTES - SHARED_BYTES,
    maximumItems: maximumRecords ?? DEFAULT_RECORDS,
    overheadBytes: 1,
    maximumItemBytes: isGoogle ? CLOUD_LOGGING_ENTRY_MAX_BYTES : RECORD_MAX_BYTES,
    maximumSpanMs: Number.MAX_SAFE_INTEGER,
  };
}
