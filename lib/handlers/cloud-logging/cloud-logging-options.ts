import { choice, flag, type Members, map, object, text, whole } from "../../options/shape.ts";
import { DELIVERY_OPTIONS, type NetworkHandlerOptions } from "../delivery-options.ts";
import { type HandlerOptions, readHandlerOptions } from "../handler-options.ts";

/** How entries reach Cloud Logging. */
export type CloudLoggingTransport = "grpc" | "rest" | "stdout";

/** A monitored resource, as Cloud Logging names it. */
export interface MonitoredResourceOption {
  readonly type: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Options of `CloudLoggingHandler`. */
export interface CloudLoggingHandlerOptions extends NetworkHandlerOptions {
  /** @default GOOGLE_CLOUD_PROJECT, then what the credentials say */
  readonly projectId?: string;
  /** Id of the log; slashes are allowed. @default "cumulog" */
  readonly logName?: string;
  /**
   * `"rest"` writes JSON bodies, is the faster one and needs no gRPC; `"grpc"` uses the client of `@google-cloud/logging`;
   * `"stdout"` writes structured lines for the agents of Cloud Run, Functions and GKE. @default "rest"
   */
  readonly transport?: CloudLoggingTransport;
  /** REST: a URL. gRPC: a host, with or without port. @default CLOUD_LOGGING_ENDPOINT, with gRPC CLOUD_LOGGING_GRPC_ENDPOINT, then Google's */
  readonly endpoint?: string;
  /** Port of a gRPC endpoint. @default the endpoint's, then 443 */
  readonly port?: number;
  /** Sends neither credentials nor TLS, for a local server. @default true where a variable names an endpoint without TLS, else false */
  readonly insecure?: boolean;
  /** Path of a key file or credential configuration. @default the library's own search */
  readonly keyFilename?: string;
  /** @default detected: Cloud Run, Cloud Run functions, App Engine, GKE, Compute Engine, else `global` */
  readonly resource?: MonitoredResourceOption;
  /** Labels of every entry. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Gives errors with a stack the shape that Error Reporting shows. @default true */
  readonly errorReporting?: boolean;
  /** Entries of one request at most. @default 1000 */
  readonly maximumEntries?: number;
  /** Requests at once. Entries are ordered by their timestamps, so more than one does no harm. @default 2 */
  readonly requestsInFlight?: number;
  /** @default 30000 */
  readonly requestTimeoutMs?: number;
}

/** The options of `CloudLoggingHandler`, as they are checked and documented. */
export const CLOUD_LOGGING_OPTIONS = {
  projectId: text({
    description: "Project of the log.",
    default: "GOOGLE_CLOUD_PROJECT, then what the credentials say",
  }),
  logName: text({
    pattern: /^[A-Za-z0-9/_.-]{1,511}$/,
    allowed: "1 to 511 letters, digits and / _ - .",
    description: "Id of the log; slashes are allowed.",
    default: "cumulog",
  }),
  transport: choice(["rest", "grpc", "stdout"], {
    description:
      "JSON bodies (the faster one), the client of `@google-cloud/logging`, or structured lines for the agents of Cloud Run, Functions and GKE.",
    default: "rest",
  }),
  endpoint: text({
    description: "REST: a URL. gRPC: a host, with or without port.",
    default: "CLOUD_LOGGING_ENDPOINT, with gRPC CLOUD_LOGGING_GRPC_ENDPOINT, then Google's",
  }),
  port: whole(1, {
    most: 65_535,
    description: "Port of a gRPC endpoint.",
    default: "the endpoint's, then 443",
  }),
  insecure: flag({
    description: "Sends neither credentials nor TLS, for a local server.",
    default: "true where a variable names an endpoint without TLS, else false",
  }),
  keyFilename: text({
    description: "Path of a key file or credential configuration.",
    default: "the library's own search",
  }),
  resource: object(
    { type: text({ required: true }), labels: map(text({ mayBeEmpty: true })) },
    {
      allowed: "an object with a type",
      description: "Monitored resource of every entry.",
      default: "detected: Cloud Run, Cloud Run functions, App Engine, GKE, Compute Engine, else `global`",
    },
  ),
  labels: map(text({ mayBeEmpty: true }), { allowed: "texts only", description: "Labels of every entry." }),
  errorReporting: flag({
    description: "Gives errors with a stack the shape that Error Reporting shows.",
    default: "true",
  }),
  maximumEntries: whole(1, { most: 10_000, description: "Entries of one request at most.", default: "1000" }),
  requestsInFlight: whole(1, {
    most: 100,
    description: "Requests at once. Entries are ordered by their timestamps, so more than one does no harm.",
    default: "2",
  }),
  ...DELIVERY_OPTIONS,
} as const satisfies Record<Exclude<keyof CloudLoggingHandlerOptions, keyof HandlerOptions>, Members[string]>;

/** @throws {TypeError} that names the option, what was given and what is allowed */
export function checkCloudLoggingOptions(options: CloudLoggingHandlerOptions): HandlerOptions {
  const common = readHandlerOptions("CloudLoggingHandler", options, CLOUD_LOGGING_OPTIONS);
  checkEndpoint("endpoint", options.endpoint, options.transport);
  return common;
}

/**
 * The options with the endpoint that the environment names, where they name none.
 *
 * @throws {TypeError} for a variable that is no endpoint
 */
export function withEndpoint(
  options: CloudLoggingHandlerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): CloudLoggingHandlerOptions {
  const { transport } = options;
  const name = transport === "grpc" ? "CLOUD_LOGGING_GRPC_ENDPOINT" : "CLOUD_LOGGING_ENDPOINT";
  const endpoint = environment[name];
  if (options.endpoint !== undefined || transport === "stdout" || !endpoint) return options;
  checkEndpoint(name, endpoint, transport);
  return { insecure: isPlain(endpoint, transport), ...options, endpoint };
}

function checkEndpoint(
  name: string,
  endpoint: string | undefined,
  transport: CloudLoggingTransport | undefined,
): void {
  if (endpoint === undefined) return;
  const refuse = (allowed: string): never => {
    throw new TypeError(`CloudLoggingHandler: ${name} is ${JSON.stringify(endpoint)}; use ${allowed}`);
  };
  if (transport !== "grpc" && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ""))
    refuse("a URL such as http://127.0.0.1:4600");
  if (transport === "grpc" && hostOf(endpoint) === undefined)
    refuse("a host such as logging.googleapis.com or 127.0.0.1:4601");
}

/** Whether TLS cannot be meant: by the URL's protocol, or because a host is this machine. */
function isPlain(endpoint: string, transport: CloudLoggingTransport | undefined): boolean {
  if (transport !== "grpc") return endpoint.toLowerCase().startsWith("http:");
  return /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostOf(endpoint) ?? "");
}

function hostOf(endpoint: string): string | undefined {
  const url = URL.parse(endpoint.includes("://") ? endpoint : `grpc://${endpoint}`);
  return url !== null && url.hostname !== "" && ["", "/"].includes(url.pathname) ? url.hostname : undefined;
}
