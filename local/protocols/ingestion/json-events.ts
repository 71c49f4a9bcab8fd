import { type IngestedEvent, IngestionError } from "./ingested-event.ts";
import { concatenatedJson } from "./json-texts.ts";

type Members = Readonly<Record<string, unknown>>;

const MILLISECONDS = 1_000;
const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Events of the HTTP Log Collector's format: objects with an `event`, alone, in a list or one behind the other. Others are skipped; `time`
 * is in seconds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HLC_Endpoint.html
 */
export function hlcEvents(text: string): IngestedEvent[] {
  const values = [...concatenatedJson(text)].map((one) => parsed(one));
  if (values.some((value) => value === undefined))
    throw new IngestionError("The request body is not valid JSON.");
  return values.flat().flatMap((value) => {
    if (!isObject(value) || value["event"] === undefined) return [];
    const { event, time } = value;
    const seconds = typeof time === "string" && time.trim() !== "" ? Number(time) : time;
    return [
      {
        timestamp:
          typeof seconds === "number" && Number.isFinite(seconds)
            ? Math.round(seconds * MILLISECONDS)
            : undefined,
        message: messageOf(event),
      },
    ];
  });
}

/**
 * Events of newline-delimited JSON: any value on a line is one, the elements of a list are each; lines that are no JSON are skipped.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_NDJSON.html
 */
export function ndjsonEvents(text: string): IngestedEvent[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const value = line.trim() === "" ? undefined : parsed(line);
    if (value === undefined) return [];
    return Array.isArray(value)
      ? value.map((element) => eventOf(element, messageOf(element)))
      : [eventOf(value, isObject(value) ? line.trim() : messageOf(value))];
  });
}

/**
 * Events of structured JSON: an object, or the objects of a list; what is neither is skipped, and what follows the first object too.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_StructuredJSON.html
 */
export function structuredEvents(text: string): IngestedEvent[] {
  const [first] = concatenatedJson(text);
  const value = parsed(first ?? "");
  if (value === undefined) throw new IngestionError("The request body is not valid JSON.");
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(isObject).map((element) => eventOf(element, JSON.stringify(element)));
}

function eventOf(value: unknown, message: string): IngestedEvent {
  const timestamp = isObject(value) ? value["timestamp"] : undefined;
  return {
    timestamp:
      typeof timestamp === "number" && Number.isFinite(timestamp) ? Math.floor(timestamp) : undefined,
    message,
  };
}

const messageOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
