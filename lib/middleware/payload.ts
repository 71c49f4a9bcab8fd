import type { PayloadOptions } from "./options.ts";
import { isReadable } from "./response-stream.ts";

const DEFAULT_MAXIMUM_BYTES = 10_240;
const CREDENTIALS = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "x-amz-security-token",
  "password",
  "secret",
  "token",
  "access_token",
  "refresh_token",
  "id_token",
  "client_secret",
];

/** Makes a function that prepares an event or a response for a record: without credentials and not larger than allowed. */
export function payloadFormatter(
  options: boolean | PayloadOptions | undefined,
): ((payload: unknown) => unknown) | undefined {
  if (options === undefined || options === false) return undefined;
  const { redact = [], maximumBytes = DEFAULT_MAXIMUM_BYTES } = options === true ? {} : options;
  const hidden = new Set([...CREDENTIALS, ...redact].map((name) => name.toLowerCase()));
  const replacer = (name: string, value: unknown): unknown => {
    if (hidden.has(name.toLowerCase())) return "[REDACTED]";
    if (name === "body" && typeof value === "string") return redactBody(value, replacer);
    if (isReadable(value)) return "[stream]";
    return typeof value === "bigint" ? String(value) : value;
  };
  return (payload) => {
    let text: string | undefined;
    try {
      text = JSON.stringify(payload, replacer);
    } catch (error) {
      return { unserializable: (error as Error).message };
    }
    if (text === undefined) return undefined;
    const bytes = Buffer.byteLength(text);
    if (bytes <= maximumBytes) return JSON.parse(text);
    const beginning = Buffer.from(text.slice(0, maximumBytes)).subarray(0, maximumBytes).toString("utf8");
    return { truncated: true, bytes, beginning: beginning.replace(/\uFFFD$/, "") };
  };
}

/** HTTP events carry JSON as text, in which the same names must be hidden. */
function redactBody(body: string, replacer: (name: string, value: unknown) => unknown): unknown {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), replacer);
  } catch {
    return body;
  }
}
