import { TELEMETRY_STREAMS, type TelemetryStream } from "./telemetry-event.ts";

/** Where telemetry goes: a listener of this execution environment. */
export type TelemetryDestination =
  | { readonly protocol: "HTTP"; readonly port: number; readonly path: string }
  | { readonly protocol: "TCP"; readonly port: number };

/** What an extension subscribed to. */
export interface Subscription {
  readonly streams: ReadonlySet<TelemetryStream>;
  readonly destination: TelemetryDestination;
  /** Events, bytes and milliseconds after which a batch is sent, whichever is first. */
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Thrown for a request that the Telemetry API refuses. */
export class SubscriptionRefusedError extends Error {
  override readonly name = "SubscriptionRefusedError";
}

const SCHEMA_VERSIONS = ["2022-07-01", "2022-12-13", "2025-01-29"];
const HOSTS = ["sandbox.localdomain", "sandbox", "localhost", "127.0.0.1"];
/** Lambda keeps it for itself. */
const RESERVED_PORT = 9_001;
/** Defaults and limits. @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html#telemetry-api-buffering */
const BUFFERING = {
  maxItems: { standard: 10_000, least: 1_000, most: 10_000 },
  maxBytes: { standard: 262_144, least: 262_144, most: 1_048_576 },
  timeoutMs: { standard: 1_000, least: 25, most: 30_000 },
} as const;

/**
 * Reads the body of a subscription request.
 *
 * @throws SubscriptionRefusedError that says what was expected
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html
 */
export function readSubscription(body: string): Subscription {
  const { schemaVersion, types, destination, buffering = {} } = parsed(body);
  if (!SCHEMA_VERSIONS.includes(schemaVersion as string))
    throw refused("schemaVersion", schemaVersion, `one of ${SCHEMA_VERSIONS.join(", ")}`);
  const known = (type: unknown): type is TelemetryStream => TELEMETRY_STREAMS.includes(type as never);
  if (!Array.isArray(types) || types.length === 0 || !types.every(known))
    throw refused("types", types, `a list of ${TELEMETRY_STREAMS.join(", ")}`);
  if (typeof buffering !== "object" || buffering === null) throw refused("buffering", buffering, "an object");
  const limit = (name: keyof typeof BUFFERING): number => {
    const { standard, least, most } = BUFFERING[name];
    const given = (buffering as Record<string, unknown>)[name] ?? standard;
    if (Number.isInteger(given) && (given as number) >= least && (given as number) <= most)
      return given as number;
    throw refused(`buffering.${name}`, given, `a whole number from ${least} to ${most}`);
  };
  return {
    streams: new Set(types as TelemetryStream[]),
    destination: readDestination(destination),
    maxItems: limit("maxItems"),
    maxBytes: limit("maxBytes"),
    timeoutMs: limit("timeoutMs"),
  };
}

function parsed(body: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(body);
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new SubscriptionRefusedError("the body is not a JSON object");
}

function readDestination(given: unknown): TelemetryDestination {
  const { protocol, URI, port } = (given ?? {}) as Record<string, unknown>;
  if (protocol === "TCP") {
    if (isPort(port)) return { protocol, port };
    throw refused("destination.port", port, "a port that is not 9001");
  }
  if (protocol !== "HTTP") throw refused("destination.protocol", protocol, "HTTP or TCP");
  const url = typeof URI === "string" ? URL.parse(URI) : null;
  if (url?.protocol === "http:" && HOSTS.includes(url.hostname)) {
    const listening = url.port === "" ? 80 : Number(url.port);
    if (isPort(listening)) return { protocol, port: listening, path: `${url.pathname}${url.search}` };
  }
  throw refused("destination.URI", URI, "http://sandbox.localdomain:PORT/PATH with a port that is not 9001");
}

const isPort = (port: unknown): port is number =>
  Number.isInteger(port) && (port as number) > 0 && (port as number) < 65_536 && port !== RESERVED_PORT;

const refused = (path: string, given: unknown, expected: string): SubscriptionRefusedError =>
  new SubscriptionRefusedError(`${path} is ${JSON.stringify(given)}: expected ${expected}`);
