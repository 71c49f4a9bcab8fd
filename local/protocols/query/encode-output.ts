import { flatElement } from "./sqs-members.ts";
import { TIMESTAMPS } from "./timestamps.ts";
import { element, text } from "./xml.ts";

/** Members of SNS and CloudWatch that are maps; every other object is a structure. */
const MAPS = new Set(["Attributes", "ExtendedStatistics"]);
const SQS_MAPS = new Set(["Attributes", "MessageAttributes", "Tags"]);

/** Writes the members of an operation's output as XML. */
export function encodeOutput(service: string, operation: string, output: object): string {
  return structure({ service, operation }, output);
}

interface Place {
  readonly service: string;
  readonly operation: string;
}

function structure(place: Place, value: object): string {
  return Object.entries(value)
    .map(([name, member]) =>
      member === undefined || member === null ? "" : encodeMember(place, name, member),
    )
    .join("");
}

function encodeMember(place: Place, name: string, value: unknown): string {
  if (place.service === "sqs") {
    const flat = flatElement(name, place.operation);
    if (flat && SQS_MAPS.has(name)) return entries(place, flat, ["Name", "Value"], value as object);
    if (flat && Array.isArray(value))
      return value.map((item) => element(flat, content(place, name, item))).join("");
  }
  if (Array.isArray(value))
    return element(name, value.map((item) => element("member", content(place, name, item))).join(""));
  if (MAPS.has(name) && typeof value === "object")
    return element(name, entries(place, "entry", ["key", "value"], value as object));
  return element(name, content(place, name, value));
}

function entries(place: Place, tag: string, [key, of]: readonly [string, string], value: object): string {
  return Object.entries(value)
    .map(([name, item]) => element(tag, element(key, text(name)) + element(of, content(place, name, item))))
    .join("");
}

function content(place: Place, name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" && TIMESTAMPS.has(name)) return new Date(value * 1_000).toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (typeof value === "object" && value !== null) return structure(place, value);
  return text(String(value));
}
