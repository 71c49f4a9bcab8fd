/** How the values of a field compare. `null` and `object` only occur inside payloads. */
export type ScalarType =
  | "string"
  | "bool"
  | "int"
  | "double"
  | "severity"
  | "timestamp"
  | "duration"
  | "null"
  | "object";

/** A field as the API declares it. */
export type FieldType =
  | { readonly kind: "scalar"; readonly type: ScalarType; readonly default: unknown }
  | { readonly kind: "message"; readonly fields: Readonly<Record<string, FieldType>> }
  /** Names and values are the user's: `map` has texts, `struct` has JSON, `any` JSON whose names ignore case. */
  | { readonly kind: "map" | "struct" | "any" }
  | { readonly kind: "list"; readonly element: FieldType };

const STRING: FieldType = { kind: "scalar", type: "string", default: "" };
const BOOL: FieldType = { kind: "scalar", type: "bool", default: false };
const INT: FieldType = { kind: "scalar", type: "int", default: 0 };
const TIMESTAMP: FieldType = { kind: "scalar", type: "timestamp", default: "1970-01-01T00:00:00Z" };
const DURATION: FieldType = { kind: "scalar", type: "duration", default: "0s" };
const SEVERITY: FieldType = { kind: "scalar", type: "severity", default: "DEFAULT" };
const MAP: FieldType = { kind: "map" };
const STRUCT: FieldType = { kind: "struct" };

function message(fields: Readonly<Record<string, FieldType>>): FieldType {
  return { kind: "message", fields };
}

const APP_HUB = message({
  application: message({ container: STRING, location: STRING, id: STRING }),
  service: message({ id: STRING, environmentType: STRING, criticalityType: STRING }),
  workload: message({ id: STRING, environmentType: STRING, criticalityType: STRING }),
});

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export const LOG_ENTRY_FIELDS: Readonly<Record<string, FieldType>> = {
  logName: STRING,
  resource: message({ type: STRING, labels: MAP }),
  timestamp: TIMESTAMP,
  receiveTimestamp: TIMESTAMP,
  severity: SEVERITY,
  insertId: STRING,
  httpRequest: message({
    requestMethod: STRING,
    requestUrl: STRING,
    requestSize: INT,
    status: INT,
    responseSize: INT,
    userAgent: STRING,
    remoteIp: STRING,
    serverIp: STRING,
    referer: STRING,
    latency: DURATION,
    cacheLookup: BOOL,
    cacheHit: BOOL,
    cacheValidatedWithOriginServer: BOOL,
    cacheFillBytes: INT,
    protocol: STRING,
  }),
  labels: MAP,
  metadata: message({ systemLabels: STRUCT, userLabels: MAP }),
  operation: message({ id: STRING, producer: STRING, first: BOOL, last: BOOL }),
  trace: STRING,
  spanId: STRING,
  traceSampled: BOOL,
  sourceLocation: message({ file: STRING, line: INT, function: STRING }),
  split: message({ uid: STRING, index: INT, totalSplits: INT }),
  errorGroups: { kind: "list", element: message({ id: STRING }) },
  apphub: APP_HUB,
  apphubSource: APP_HUB,
  apphubDestination: APP_HUB,
  textPayload: STRING,
  jsonPayload: STRUCT,
  protoPayload: { kind: "any" },
};

/** Declared names ignore letter case and may be written with underscores. */
export function declaredName(fields: Readonly<Record<string, FieldType>>, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return name;
  const wanted = looseName(name);
  return Object.keys(fields).find((candidate) => candidate.toLowerCase() === wanted);
}

/** The form in which names that ignore case and underscores are compared. */
export function looseName(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The type of a value inside a payload. */
export function typeOf(value: unknown): ScalarType {
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "double";
  return typeof value === "boolean" ? "bool" : "object";
}
