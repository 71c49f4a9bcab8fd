import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** How entries reach Cloud Logging. */
export type CloudLoggingTransport = "grpc" | "rest" | "stdout";

/** A monitored resource, as Cloud Logging names it. */
export interface MonitoredResourceOption {
  readonly type: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Options of `CloudLoggingHandler`. */
export interface CloudLoggingHandlerOptions extends HandlerOptions {
  /** @default GOOGLE_CLOUD_PROJECT, then what the credentials say */
  readonly projectId?: string;
  /** Id of the log; slashes are allowed. @default "cumulog" */
  readonly logName?: string;
  /**
   * `"rest"` writes JSON bodies, is the faster one and needs no gRPC; `"grpc"` uses the client of `@google-cloud/logging`;
   * `"stdout"` writes structured lines for the agents of Cloud Run, Functions and GKE. @default "rest"
   */
  readonly transport?: CloudLoggingTransport;
  /** REST: a URL. gRPC: a host, with or without port. @default Google's */
  readonly endpoint?: string;
  /** Port of a gRPC endpoint. @default the endpoint's, then 443 */
  readonly port?: number;
  /** Sends neither credentials nor TLS, for a local server. @default false */
  readonly insecure?: boolean;
  /** Path of a key file or credential configuration. @default the library's own search */
  readonly keyFilename?: string;
  /** @default detected: Cloud Run, Cloud Run functions, App Engine, GKE, Compute Engine, else `global` */
  readonly resource?: MonitoredResourceOption;
  /** Labels of every entry. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Gives errors with a stack the shape that Error Reporting shows. @default true */
  readonly errorReporting?: boolean;
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
  /** Entries of one request at most. @default 1000 */
  readonly maximumEntries?: number;
  /** Requests at once. Entries are ordered by their timestamps, so more than one does no harm. @default 2 */
  readonly requestsInFlight?: number;
  /** Upper bound of the first wait between tries, in ms. @default 50 */
  readonly backoffBaseMs?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

const TEXTS = ["projectId", "logName", "endpoint", "keyFilename", "spool"] as const;
const FLAGS = ["insecure", "errorReporting", "signals"] as const;
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  port: [1, 65_535],
  maximumQueueBytes: [65_536, Number.MAX_SAFE_INTEGER],
  lingerMs: [0, Number.MAX_SAFE_INTEGER],
  maximumEntries: [1, 10_000],
  requestsInFlight: [1, 100],
  backoffBaseMs: [0, Number.MAX_SAFE_INTEGER],
  requestTimeoutMs: [1, Number.MAX_SAFE_INTEGER],
};
const KNOWN = [...TEXTS, ...FLAGS, ...Object.keys(NUMBERS), "transport", "resource", "labels"];

/** @throws {TypeError} that names the option, what was given and what is allowed */
export function checkCloudLoggingOptions(options: CloudLoggingHandlerOptions): HandlerOptions {
  const common = readHandlerOptions("CloudLoggingHandler", options, KNOWN);
  const given = options as Readonly<Record<string, unknown>>;
  const refuse = (name: string, allowed: string): never => {
    throw new TypeError(`CloudLoggingHandler: ${name} is ${JSON.stringify(given[name])}; use ${allowed}`);
  };
  for (const name of TEXTS)
    if (given[name] !== undefined && (typeof given[name] !== "string" || given[name] === ""))
      refuse(name, "a text");
  for (const name of FLAGS)
    if (given[name] !== undefined && typeof given[name] !== "boolean") refuse(name, "true or false");
  for (const [name, [least, most]] of Object.entries(NUMBERS)) {
    const value = given[name];
    if (
      value !== undefined &&
      !(Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    )
      refuse(name, `a whole number from ${least}`);
  }
  if (!["grpc", "rest", "stdout", undefined].includes(options.transport))
    refuse("transport", '"rest", "grpc" or "stdout"');
  const { transport, endpoint } = options;
  if (
    transport !== "grpc" &&
    endpoint !== undefined &&
    !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")
  )
    refuse("endpoint", "a URL such as http://127.0.0.1:4600");
  if (transport === "grpc" && endpoint !== undefined && !isHost(endpoint))
    refuse("endpoint", "a host such as logging.googleapis.com or 127.0.0.1:4601");
  if (options.logName !== undefined && !/^[A-Za-z0-9/_.-]{1,511}$/.test(options.logName))
    refuse("logName", "1 to 511 letters, digits and / _ - .");
  if (options.resource !== undefined && typeof options.resource?.type !== "string")
    refuse("resource", "an object with a type");
  for (const value of Object.values(options.labels ?? {}))
    if (typeof value !== "string") refuse("labels", "texts only");
  return common;
}

function isHost(endpoint: string): boolean {
  const url = URL.parse(endpoint.includes("://") ? endpoint : `grpc://${endpoint}`);
  return url !== null && url.hostname !== "" && ["", "/"].includes(url.pathname);
}
