import type { Binding, Shape } from "../kernel/model.ts";

/** A text that is not of the type that the model wants. */
export class UnreadableText extends Error {
  override readonly name = "UnreadableText";
}

/**
 * Reads a value that headers, queries, forms and XML have as text. Moments become seconds since the epoch.
 *
 * @throws UnreadableText
 */
export function readText({ type }: Shape, text: string): unknown {
  switch (type) {
    case "boolean":
      if (/^true$/i.test(text)) return true;
      if (/^false$/i.test(text)) return false;
      throw new UnreadableText(`not a boolean: ${text.slice(0, 100)}`);
    case "integer":
    case "long":
    case "float":
    case "double": {
      const value = Number(text);
      if (text !== "NaN" && (text.trim() === "" || Number.isNaN(value)))
        throw new UnreadableText(`not a number: ${text.slice(0, 100)}`);
      return value;
    }
    case "timestamp": {
      const seconds = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1_000;
      if (Number.isNaN(seconds)) throw new UnreadableText(`not a valid timestamp: ${text.slice(0, 100)}`);
      return seconds;
    }
    default:
      return text;
  }
}

/** Writes a value as text; moments in the place's own format, or else in the protocol's. */
export function writeText(
  { type }: Shape,
  value: unknown,
  { format }: Pick<Binding, "format">,
  byDefault: NonNullable<Binding["format"]> = "date-time",
): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (type === "timestamp" || value instanceof Date)
    return writeMoment(secondsOf(value), format ?? byDefault);
  return String(value);
}

/** Seconds since the epoch of a moment in an output. */
export function secondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime() / 1_000;
  return typeof value === "string" ? Date.parse(value) / 1_000 : Number(value);
}

function writeMoment(seconds: number, format: NonNullable<Binding["format"]>): string {
  if (format === "epoch-seconds") return String(seconds);
  const date = new Date(seconds * 1_000);
  return format === "http-date" ? date.toUTCString() : date.toISOString();
}
