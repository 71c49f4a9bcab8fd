import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { HandlerDescription } from "../config/logging-section.ts";
import { configuredHandlers } from "./described-handlers.ts";
import { type AdapterOptions, adaptLevel, RecordSink } from "./record-sink.ts";

/** Names of pino's members, where its options change them. */
export interface PinoAdapterOptions extends AdapterOptions {
  /** @default "msg" */
  readonly messageKey?: string;
  /** @default "err" */
  readonly errorKey?: string;
}

/** Options of the transport; they cross to a worker thread, so handlers are described as in a file. */
export interface PinoTransportOptions {
  /** Handlers as in `cumulog.yaml`, for example `{ cw: { type: "cloudwatch", logGroupName: "orders" } }`. */
  readonly handlers: Readonly<Record<string, HandlerDescription>>;
  /** Name of the logger in the records. @default "" */
  readonly logger?: string;
  /** @default "msg" */
  readonly messageKey?: string;
  /** @default "err" */
  readonly errorKey?: string;
}

/**
 * A destination for pino: `pino(options, pinoDestination({ handlers: [handler] }))`. Every line becomes a record: `time`,
 * `level`, `msg`, `err` and `name` take their places, all else are fields.
 */
export function pinoDestination(options: PinoAdapterOptions = {}): Writable {
  const sink = new RecordSink(options);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (chunk: Buffer | string): void => {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.write(chunk))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") takeLine(sink, line, options);
  };
  return new Writable({
    decodeStrings: false,
    write(chunk: Buffer | string, _encoding, callback) {
      take(chunk);
      callback();
    },
    final(callback) {
      if (rest !== "") takeLine(sink, rest, options);
      void sink.close().then(() => callback());
    },
  });
}

/** pino's transport entry point: `pino.transport({ target: "cumulog/adapters/pino", options })`. */
export default async function pinoTransport(options: PinoTransportOptions): Promise<Writable> {
  const { handlers: described, ...rest } = options;
  return pinoDestination({ ...rest, handlers: configuredHandlers(described) });
}

function takeLine(sink: RecordSink, line: string, options: PinoAdapterOptions): void {
  let members: Record<string, unknown>;
  try {
    members = JSON.parse(line) as Record<string, unknown>;
  } catch {
    sink.take({ level: adaptLevel("info"), message: line });
    return;
  }
  const { messageKey = "msg", errorKey = "err" } = options;
  const { level, time, name, [messageKey]: message, [errorKey]: error, ...fields } = members;
  sink.take({
    timestamp: typeof time === "string" ? Date.parse(time) : Number(time),
    level: adaptLevel(level),
    message: typeof message === "string" ? message : message === undefined ? "" : JSON.stringify(message),
    logger: options.logger ?? (typeof name === "string" ? name : undefined),
    fields,
    error: errorOf(error),
  });
}

/** pino writes an error as `{ type, message, stack, … }`. */
function errorOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  const { type, ...members } = error as Record<string, unknown>;
  return { ...(typeof type === "string" && { name: type }), ...members };
}
