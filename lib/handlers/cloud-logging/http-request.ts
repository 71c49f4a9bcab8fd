type Fields = Readonly<Record<string, unknown>>;

/**
 * `httpRequest` of an entry, out of the fields by which request logging tells of a request; undefined where they do not.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#httprequest
 */
export function httpRequestOf(fields: Fields | undefined): Fields | undefined {
  if (fields === undefined) return undefined;
  const { method, path, status, durationMs } = fields;
  if (typeof method !== "string" || typeof path !== "string" || typeof status !== "number") return undefined;
  return {
    requestMethod: method,
    requestUrl: path,
    status,
    requestSize: fields["requestBytes"],
    responseSize: fields["responseBytes"],
    userAgent: fields["userAgent"],
    remoteIp: fields["client"],
    latency: typeof durationMs === "number" ? `${(durationMs / 1_000).toFixed(6)}s` : undefined,
  };
}
