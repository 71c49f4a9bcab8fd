/** What stands for a value whose own members say nothing: a text, members, or a list. */
export type ReadableForm =
  | { readonly text: string }
  | { readonly members: Record<string, unknown> }
  | { readonly list: readonly unknown[] };

/** Numbers of a typed array that are written. */
const MAXIMUM_NUMBERS = 100;
/** Objects of the platform that hold nothing to read, or what must not be read: only what they are. */
const OPAQUE: ReadonlySet<string> = new Set([
  "Promise",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "Generator",
  "AsyncGenerator",
  "ReadableStream",
  "WritableStream",
  "TransformStream",
]);

/** A readable form of an object that is no plain one; undefined when its own members are that. */
export function readableForm(value: object): ReadableForm | undefined {
  if (ArrayBuffer.isView(value)) return viewForm(value);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  switch (tag) {
    case "RegExp":
    case "URLSearchParams":
      return { text: String(value) };
    case "ArrayBuffer":
    case "SharedArrayBuffer":
      return { text: bytesText(tag, (value as ArrayBuffer).byteLength) };
    case "Blob":
    case "File":
      return { text: bytesText(tag, (value as Blob).size) };
    case "Headers":
      return { members: headersOf(value as Headers) };
    case "FormData":
      return { members: Object.fromEntries(value as unknown as Iterable<readonly [string, unknown]>) };
    case "Request": {
      const { method, url, headers } = value as Request;
      return { members: { method, url, headers } };
    }
    case "Response": {
      const { status, statusText, url, headers } = value as Response;
      return { members: { status, statusText: statusText || undefined, url: url || undefined, headers } };
    }
    default:
      return OPAQUE.has(tag) ? { text: `[${tag}]` } : streamForm(value);
  }
}

function bytesText(name: string, bytes: number): string {
  return `[${name} of ${bytes} bytes]`;
}

/** Bytes by their number, other typed arrays by their numbers. */
function viewForm(view: ArrayBufferView): ReadableForm {
  const name = view.constructor.name;
  if (view instanceof Uint8Array || view instanceof DataView)
    return { text: bytesText(name, view.byteLength) };
  const numbers = view as unknown as {
    readonly length: number;
    subarray(from: number, to: number): Iterable<unknown>;
  };
  const shown = [...numbers.subarray(0, MAXIMUM_NUMBERS)];
  const left = numbers.length - shown.length;
  return { list: left > 0 ? [...shown, `[${left} more]`] : shown };
}

/** Repeated headers, such as cookies that are set, as a list. */
function headersOf(headers: Headers): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, value] of headers) {
    const before = members[name];
    members[name] = before === undefined ? value : [before, value].flat();
  }
  return members;
}

/** Streams of `node:stream`, of which requests and responses of `node:http` say what identifies them. */
function streamForm(value: object): ReadableForm | undefined {
  if (typeof (value as { on?: unknown }).on !== "function") return undefined;
  const { pipe, method, url, headers, statusCode, setHeader } = value as Record<string, unknown>;
  if (typeof setHeader === "function" && statusCode !== undefined) return { members: { statusCode } };
  if (typeof pipe !== "function") return undefined;
  if (typeof headers === "object" && headers !== null)
    return { members: typeof statusCode === "number" ? { statusCode, headers } : { method, url, headers } };
  return { text: `[${value.constructor.name}]` };
}
