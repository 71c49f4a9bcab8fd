import type { LogRecord as LogTapeRecord } from "@logtape/logtape";
import { isError } from "../logger/error-members.ts";
import { serializeValue } from "../logger/serialize.ts";
import { type AdapterOptions, adaptLevel, RecordSink } from "./record-sink.ts";

/** A sink that LogTape flushes and closes when it is disposed. */
export type LogTapeSink = ((record: LogTapeRecord) => void) & AsyncDisposable;

/**
 * A sink for LogTape: `configure({ sinks: { cumulog: logTapeSink({ handlers: [handler] }) } … })`. The category becomes
 * the logger's dotted name, properties become fields, and a property `error` or `err` the record's error.
 */
export function logTapeSink(options: AdapterOptions = {}): LogTapeSink {
  const sink = new RecordSink(options);
  const take = (record: LogTapeRecord): void => {
    const { error, err, ...others } = record.properties;
    const thrown = isError(error) ? error : isError(err) ? err : undefined;
    sink.take({
      timestamp: record.timestamp,
      level: adaptLevel(record.level),
      message: messageText(record.message),
      logger: options.logger ?? record.category.join("."),
      fields: thrown === undefined ? record.properties : others,
      error: thrown,
    });
  };
  return Object.assign(take, { [Symbol.asyncDispose]: () => sink.close() });
}

/** LogTape's message has texts and values in turns. */
function messageText(message: readonly unknown[]): string {
  return message
    .map((part) => (typeof part === "string" ? part : (serializeValue(part) ?? String(part))))
    .join("");
}
