/** What goes back to the client. */
export interface HttpAnswer {
  readonly status: number;
  /** A header may come several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** An answer in JSON with a message, as API Gateway gives its own. */
export const messageAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: [["content-type", "application/json"]],
  body: Buffer.from(JSON.stringify({ message })),
});

interface ProxyResult {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly unknown[]>>;
  readonly cookies?: readonly unknown[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/**
 * Reads what a function answered.
 *
 * @param infers whether a result without a status is the body itself, as in payload format 2.0
 * @returns undefined when it has not the form of an answer
 */
export function answerOf(payload: string, infers: boolean): HttpAnswer | undefined {
  let result: unknown;
  try {
    result = JSON.parse(payload);
  } catch {
    return undefined;
  }
  const proxy = typeof result === "object" && result !== null ? (result as ProxyResult) : undefined;
  if (proxy?.statusCode === undefined) {
    if (!infers) return undefined;
    const body = typeof result === "string" ? result : payload;
    return { status: 200, headers: [["content-type", "application/json"]], body: Buffer.from(body) };
  }
  const status = Number(proxy.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (proxy.body !== undefined && proxy.body !== null && typeof proxy.body !== "string") return undefined;
  const headers = [
    ...Object.entries(proxy.headers ?? {}).map(
      ([name, value]) => [name.toLowerCase(), String(value)] as const,
    ),
    ...Object.entries(proxy.multiValueHeaders ?? {}).flatMap(([name, values]) =>
      values.map((value) => [name.toLowerCase(), String(value)] as const),
    ),
    ...(proxy.cookies ?? []).map((cookie) => ["set-cookie", String(cookie)] as const),
  ];
  const typed = headers.some(([name]) => name === "content-type");
  return {
    status,
    headers: typed
      ? headers
      : [...headers, ["content-type", infers ? "text/plain; charset=utf-8" : "application/json"]],
    body: Buffer.from(
      (proxy.body as string | null | undefined) ?? "",
      proxy.isBase64Encoded ? "base64" : "utf8",
    ),
  };
}
