/** Numbers of a typed array that are written. */
const MAXIMUM_NUMBERS = 100;
/** Objects of the platform that are told by members of their classes. */
const HOLDERS = /^(?:Request|Response|Blob|File|\w*ArrayBuffer)$/;
/** Objects of the platform that hold nothing to read, or what must not be read: only what they are. */
const OPAQUE = /^(?:Promise|Weak\w+|\w*Generator|\w+Stream)$/;

/**
 * A readable form of an object that is no plain one: a text, a list, or an object with members. Undefined when its own members are
 * that.
 */
export function readableForm(value: object): string | object | undefined {
  if (ArrayBuffer.isView(value)) return viewForm(value);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "RegExp" || tag === "URLSearchParams") return String(value);
  if (tag === "Headers") return headersOf(value as Headers);
  if (tag === "FormData") return Object.fromEntries(value as Iterable<readonly [string, unknown]>);
  if (HOLDERS.test(tag)) {
    const { byteLength, size, method, status, url, headers } = value as Record<string, unknown>;
    return headers ? { method, status, url: url || undefined, headers } : bytesText(tag, byteLength ?? size);
  }
  return OPAQUE.test(tag) ? `[${tag}]` : streamForm(value);
}

function bytesText(name: string, bytes: unknown): string {
  return `[${name} of ${bytes} bytes]`;
}

/** Bytes by their number, other typed arrays by their numbers. */
function viewForm(view: ArrayBufferView): string | unknown[] {
  if (view instanceof Uint8Array || view instanceof DataView)
    return bytesText(view.constructor.name, view.byteLength);
  const numbers = view as Float64Array;
  const shown: unknown[] = [...numbers.subarray(0, MAXIMUM_NUMBERS)];
  const left = numbers.length - shown.length;
  if (left > 0) shown.push(`[${left} more]`);
  return shown;
}

/** Repeated headers, such as cookies that are set, as a list. */
function headersOf(headers: Headers): object {
  const members: Record<string, unknown> = {};
  for (const [name, value] of headers)
    members[name] = name in members ? [members[name], value].flat() : value;
  return members;
}

/** Streams of `node:stream`, of which requests and responses of `node:http` say what identifies them. */
function streamForm(value: object): string | object | undefined {
  if (typeof (value as { on?: unknown }).on !== "function") return undefined;
  const { pipe, method, url, headers, statusCode, setHeader } = value as Record<string, unknown>;
  if (setHeader && statusCode) return { statusCode };
  if (typeof pipe !== "function") return undefined;
  if (!headers) return `[${value.constructor.name}]`;
  return statusCode ? { statusCode, headers } : { method, url, headers };
}
