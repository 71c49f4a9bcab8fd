import { Ledger } from "../delivery/ledger.ts";
import type { DeliveryReport } from "../delivery/report.ts";
import type { Handler } from "../handlers/handler.ts";
import { type HandlerOptions, readHandlerOptions } from "../handlers/handler-options.ts";
import { errorMembers } from "../logger/error-members.ts";
import { FIELDS } from "../logger/fields.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { type Level, levelLabel } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { serializeValue } from "../logger/serialize.ts";
import { severityNumberOf } from "../logger/severity-number.ts";
import { program } from "../options/shape.ts";
import type { ApiContext, ApiLogger, ApiLoggerProvider } from "./sdk-types.ts";

/** Options of {@link LoggerProviderHandler}. */
export interface LoggerProviderHandlerOptions extends HandlerOptions {
  /** Gives the loggers that records are emitted to. @default the one that is registered with OpenTelemetry's API when a record comes */
  readonly loggerProvider?: ApiLoggerProvider;
}

const OPTIONS = {
  loggerProvider: program(
    "a LoggerProvider",
    (value) => typeof (value as { getLogger?: unknown } | null)?.getLogger === "function",
    { description: "Gives the loggers that records are emitted to.", default: "the registered one" },
  ),
} as const;

const API = Symbol.for("opentelemetry.js.api.1");
/** Where `@opentelemetry/api-logs` keeps a function that gives the provider for a version, before the API of logs became a part of the API. */
const LOGS_API = Symbol.for("io.opentelemetry.js.api.logs");
const LOGS_API_VERSION = 1;
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");
const TRACE_NAMES: ReadonlySet<string> = new Set(["trace_id", "span_id", "trace_flags"]);

interface Registered {
  readonly logs?: ApiLoggerProvider;
  readonly context?: { active(): ApiContext };
}

/**
 * Emits records into OpenTelemetry: the processors and exporters of an application's `LoggerProvider` get them. The logger's name is the
 * scope, context and fields are the attributes, an error is `exception.*`. A record counts as delivered when it is emitted.
 */
export class LoggerProviderHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter | undefined;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #given: ApiLoggerProvider | undefined;
  readonly #ledger = new Ledger();
  readonly #loggers = new WeakMap<ApiLoggerProvider, Map<string, ApiLogger>>();

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: LoggerProviderHandlerOptions = {}) {
    const { level, formatter, filter } = readHandlerOptions("LoggerProviderHandler", options, OPTIONS);
    this.level = level;
    this.formatter = formatter;
    this.filter = filter;
    this.#given = options.loggerProvider;
  }

  write(record: LogRecord): void {
    this.#ledger.accept();
    const provider = this.#provider();
    if (provider === undefined) {
      this.#ledger.drop("no-logger-provider", 1);
      return;
    }
    try {
      this.#emit(this.#logger(provider, record.logger), record);
      this.#ledger.deliver(1);
    } catch (cause) {
      this.#ledger.drop("emit-failed", 1);
      reportInternal({ code: "opentelemetry-emit-failed", message: "a record could not be emitted", cause });
    }
  }

  async flush(): Promise<DeliveryReport> {
    try {
      await this.#provider()?.forceFlush?.();
    } catch (cause) {
      reportInternal({
        code: "opentelemetry-flush-failed",
        message: "OpenTelemetry's provider could not flush",
        cause,
      });
    }
    return this.#ledger.report();
  }

  /** Flushes; the provider stays open, because it is the application's. */
  close(): Promise<DeliveryReport> {
    return this.flush();
  }

  #provider(): ApiLoggerProvider | undefined {
    const registry = globalThis as unknown as Readonly<Record<symbol, unknown>>;
    const older = registry[LOGS_API] as ((version: number) => ApiLoggerProvider | undefined) | undefined;
    return this.#given ?? (registry[API] as Registered | undefined)?.logs ?? older?.(LOGS_API_VERSION);
  }

  #logger(provider: ApiLoggerProvider, name: string): ApiLogger {
    let loggers = this.#loggers.get(provider);
    if (loggers === undefined) {
      loggers = new Map();
      this.#loggers.set(provider, loggers);
    }
    let logger = loggers.get(name);
    if (logger === undefined) {
      logger = provider.getLogger(name);
      loggers.set(name, logger);
    }
    return logger;
  }

  #emit(logger: ApiLogger, record: LogRecord): void {
    const { formatter } = this;
    const context = contextOf(record);
    logger.emit({
      timestamp: record.timestamp,
      severityNumber: severityNumberOf(record.level),
      severityText: levelLabel(record.level),
      body: formatter === undefined ? record.message : formatter(record),
      attributes: attributesOf(record) as never,
      ...(context !== undefined && { context: context as never }),
    });
  }
}

/** The span of a record that was kept and comes later than its span: else the active one is taken anyway. */
function contextOf({ context, fields }: LogRecord): ApiContext | undefined {
  const active = (globalThis as unknown as Readonly<Record<symbol, Registered | undefined>>)[
    API
  ]?.context?.active();
  const traceId = fields?.["trace_id"] ?? context?.["trace_id"];
  if (active === undefined || typeof traceId !== "string") return undefined;
  const spanId = String(fields?.["span_id"] ?? context?.["span_id"] ?? "");
  const traceFlags = Number.parseInt(String(fields?.["trace_flags"] ?? context?.["trace_flags"]), 16) || 0;
  const current = active.getValue(SPAN) as { spanContext(): { readonly spanId: string } } | undefined;
  if (current?.spanContext().spanId === spanId) return undefined;
  return active.setValue(SPAN, { spanContext: () => ({ traceId, spanId, traceFlags }) });
}

function attributesOf({ context, fields, error }: LogRecord): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const members of [context, fields])
    for (const key in members) {
      const value = TRACE_NAMES.has(key) ? undefined : plainValue(members[key]);
      if (value !== undefined)
        attributes[error !== undefined && key === FIELDS.error ? `${FIELDS.error}_` : key] = value;
    }
  if (error === undefined) return attributes;
  const { name, message, stack, ...rest } = errorMembers(error);
  attributes["exception.type"] = String(name);
  attributes["exception.message"] = String(message);
  if (typeof stack === "string") attributes["exception.stacktrace"] = stack;
  for (const _ in rest) {
    attributes[FIELDS.error] = plainValue(rest);
    break;
  }
  return attributes;
}

/** What the SDK takes as it is, or what the JSON formatter makes of it. */
function plainValue(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = serializeValue(value);
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
