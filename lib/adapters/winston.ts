import { Writable } from "node:stream";
import { isError } from "../logger/error-members.ts";
import { type AdapterOptions, adaptLevel, RecordSink } from "./record-sink.ts";

/** Options of {@link CumulogTransport}. */
export interface WinstonAdapterOptions extends AdapterOptions {
  /** Lowest level by winston's own scale. @default the winston logger's */
  readonly level?: string;
}

/** What winston passes on. */
interface WinstonInfo extends Readonly<Record<string | symbol, unknown>> {
  readonly level: string;
  readonly message: unknown;
}

const LEVEL = Symbol.for("level");
const SPLAT = Symbol.for("splat");

/**
 * A transport for winston: `createLogger({ transports: [new CumulogTransport({ handlers: [handler] })] })`. It needs
 * nothing of winston's at run time. Metadata become fields, an error among the arguments the record's error.
 */
export class CumulogTransport extends Writable {
  /** winston's own filter. */
  readonly level?: string;
  /** Set by winston: its levels, the lower the more severe. */
  levels: Readonly<Record<string, number>> | undefined;
  /** Set to true to write nothing. */
  silent = false;
  readonly #sink: RecordSink;
  #parent: { readonly level?: string } | undefined;

  constructor(options: WinstonAdapterOptions = {}) {
    super({ objectMode: true });
    if (options.level !== undefined) this.level = options.level;
    this.#sink = new RecordSink(options);
    this.once("pipe", (logger: { readonly levels?: Record<string, number>; readonly level?: string }) => {
      this.levels = logger.levels;
      this.#parent = logger;
    });
  }

  /** Takes one of winston's records. */
  log(info: WinstonInfo, callback?: () => void): void {
    const name = info[LEVEL] ?? info.level;
    if (!this.silent && this.#isOn(String(name))) this.#take(info, name);
    callback?.();
  }

  override _write(
    info: WinstonInfo,
    _encoding: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    this.log(info, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    void this.#sink.close().then(() => callback());
  }

  #isOn(name: string): boolean {
    const lowest = this.level ?? this.#parent?.level;
    const levels = this.levels;
    if (lowest === undefined || levels?.[lowest] === undefined || levels[name] === undefined) return true;
    return levels[name] <= levels[lowest];
  }

  #take(info: WinstonInfo, name: unknown): void {
    const { level: _level, message, timestamp, ...members } = info;
    const splat = info[SPLAT];
    const thrown = isError(info)
      ? info
      : isError(message)
        ? message
        : Array.isArray(splat)
          ? splat.find(isError)
          : undefined;
    const fields: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(members)) {
      // winston copies an error's own members into its record.
      if (thrown !== undefined && (key === "stack" || key === "cause" || value === thrown)) continue;
      fields[key] = value;
    }
    const time = typeof timestamp === "string" ? Date.parse(timestamp) : timestamp;
    this.#sink.take({
      timestamp: typeof time === "number" ? time : undefined,
      level: adaptLevel(name),
      message: isError(message) ? message.message : String(message ?? ""),
      fields,
      error: thrown,
    });
  }
}
