/** An entry in the API's JSON form, as `entryJson` writes it. */
export interface EntryObject {
  readonly timestamp: string;
  readonly jsonPayload?: Readonly<Record<string, unknown>>;
  readonly httpRequest?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

type Value = Readonly<Record<string, unknown>>;

/** The same entry as the generated client takes it: times in parts, the payload as a Struct. */
export function toProtoEntry({ timestamp, jsonPayload, httpRequest, ...rest }: EntryObject): object {
  const time = Date.parse(timestamp);
  return {
    ...rest,
    timestamp: { seconds: Math.floor(time / 1_000), nanos: (((time % 1_000) + 1_000) % 1_000) * 1_000_000 },
    ...(jsonPayload && { jsonPayload: structOf(jsonPayload) }),
    ...(httpRequest && { httpRequest: requestOf(httpRequest) }),
  };
}

function structOf(object: Readonly<Record<string, unknown>>): Value {
  const fields: Record<string, Value> = {};
  for (const key of Object.keys(object)) fields[key] = protoValue(object[key]);
  return { fields };
}

function protoValue(value: unknown): Value {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "number":
      return { numberValue: value };
    case "boolean":
      return { boolValue: value };
  }
  if (value === null || value === undefined) return { nullValue: 0 };
  if (Array.isArray(value)) return { listValue: { values: value.map(protoValue) } };
  return { structValue: structOf(value as Record<string, unknown>) };
}

/** A latency such as `"1.5s"` is a Duration on the wire. */
function requestOf({ latency, ...request }: Readonly<Record<string, unknown>>): object {
  const [, seconds, fraction = ""] = /^(\d+)(?:\.(\d{1,9}))?s$/.exec(String(latency)) ?? [];
  if (seconds === undefined) return request;
  return { ...request, latency: { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, "0")) } };
}
