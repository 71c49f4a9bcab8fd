import type { Handler } from "../handlers/handler.ts";
import { LEVELS, parseLevel } from "../logger/levels.ts";
import type { Buffering, LoggerSettings, Outlet, Sampling } from "../logger/settings.ts";
import { UnitBuffering } from "../logger/unit-buffering.ts";
import { UnitSampling } from "../logger/unit-sampling.ts";
import type { ConfigurationMistake } from "./configuration-error.ts";
import type { BufferOptions, LoggerOptions, LoggingOptions, SamplingOptions } from "./logging-options.ts";

/** Outlets and loggers of checked options. */
export interface ResolvedLoggers {
  readonly outlets: readonly Outlet[];
  readonly loggers: ReadonlyMap<string, LoggerSettings>;
}

const TOP_LEVEL = ["service", "handlers", "loggers", "redact"];
const LOGGER_KEYS = ["level", "handlers", "sampling", "buffer"];
const DEFAULT_BUFFER_LIMIT = 200;

/** Resolves names and levels; every mistake is added to the list with its path. */
export function settingsOf(options: LoggingOptions, mistakes: ConfigurationMistake[]): ResolvedLoggers {
  if (!isObject(options)) {
    mistakes.push({ path: "", message: `options must be an object, not ${describe(options)}` });
    return { outlets: [], loggers: new Map() };
  }
  refuseUnknown(options, TOP_LEVEL, "", mistakes);
  if (options.service !== undefined && typeof options.service !== "string") {
    mistakes.push({ path: "service", message: `must be text, not ${describe(options.service)}` });
  }
  const outlets = outletsOf(options.handlers, mistakes);
  const byName = new Map(outlets.map((outlet) => [outlet.name, outlet]));
  const loggers = new Map<string, LoggerSettings>();
  if (options.loggers !== undefined && !isObject(options.loggers)) {
    mistakes.push({
      path: "loggers",
      message: `must be an object of loggers by name, not ${describe(options.loggers)}`,
    });
  } else {
    for (const [name, logger] of Object.entries(options.loggers ?? {})) {
      const path = `loggers.${name === "" ? '""' : name}`;
      if (isObject(logger)) loggers.set(name, loggerSettings(logger, byName, path, mistakes));
      else mistakes.push({ path, message: `must be an object, not ${describe(logger)}` });
    }
  }
  return { outlets, loggers };
}

function outletsOf(handlers: unknown, mistakes: ConfigurationMistake[]): Outlet[] {
  if (handlers === undefined) return [];
  if (!isObject(handlers)) {
    mistakes.push({
      path: "handlers",
      message: `must be an object of handlers by name, not ${describe(handlers)}`,
    });
    return [];
  }
  const outlets: Outlet[] = [];
  for (const [name, handler] of Object.entries(handlers)) {
    const path = `handlers.${name}`;
    if (!isHandler(handler)) {
      mistakes.push({
        path,
        message: `must be a handler with write(), flush() and close(), not ${describe(handler)}`,
      });
      continue;
    }
    const level = handler.level === undefined ? 0 : levelAt(handler.level, `${path}.level`, mistakes);
    outlets.push({ name, handler, level: level ?? 0, busy: false });
  }
  return outlets;
}

function loggerSettings(
  logger: LoggerOptions,
  outlets: ReadonlyMap<string, Outlet>,
  path: string,
  mistakes: ConfigurationMistake[],
): LoggerSettings {
  refuseUnknown(logger, LOGGER_KEYS, path, mistakes);
  return {
    level: logger.level === undefined ? undefined : levelAt(logger.level, `${path}.level`, mistakes),
    outlets:
      logger.handlers === undefined ? undefined : namedOutlets(logger.handlers, outlets, path, mistakes),
    sampling:
      logger.sampling === undefined ? undefined : samplingOf(logger.sampling, `${path}.sampling`, mistakes),
    buffering: bufferingOf(logger.buffer, `${path}.buffer`, mistakes),
  };
}

function namedOutlets(
  names: unknown,
  outlets: ReadonlyMap<string, Outlet>,
  path: string,
  mistakes: ConfigurationMistake[],
): Outlet[] {
  if (!Array.isArray(names)) {
    mistakes.push({
      path: `${path}.handlers`,
      message: `must be a list of handler names, not ${describe(names)}`,
    });
    return [];
  }
  const found = new Set<Outlet>();
  for (const [index, name] of names.entries()) {
    const outlet = outlets.get(name);
    if (outlet !== undefined) found.add(outlet);
    else {
      const known = outlets.size === 0 ? "no handler is configured" : `use ${[...outlets.keys()].join(", ")}`;
      mistakes.push({
        path: `${path}.handlers[${index}]`,
        message: `handler ${describe(name)} is unknown; ${known}`,
      });
    }
  }
  return [...found];
}

function samplingOf(
  given: number | SamplingOptions,
  path: string,
  mistakes: ConfigurationMistake[],
): Sampling | undefined {
  const options: SamplingOptions = typeof given === "number" ? { rate: given } : given;
  if (!isObject(options)) {
    mistakes.push({ path, message: `must be a share from 0 to 1 or an object, not ${describe(given)}` });
    return undefined;
  }
  refuseUnknown(options, ["rate", "below"], path, mistakes);
  if (!(typeof options.rate === "number" && options.rate >= 0 && options.rate <= 1)) {
    const ratePath = typeof given === "number" ? path : `${path}.rate`;
    mistakes.push({ path: ratePath, message: `must be a number from 0 to 1, not ${describe(options.rate)}` });
  }
  const below = levelAt(options.below ?? "warn", `${path}.below`, mistakes) ?? LEVELS.warn;
  return new UnitSampling(options.rate, below);
}

function bufferingOf(
  given: boolean | BufferOptions | undefined,
  path: string,
  mistakes: ConfigurationMistake[],
): Buffering | undefined {
  if (given === undefined) return undefined;
  // Nothing is below the lowest level, so a switched-off buffer keeps nothing and still ends the inheritance.
  if (given === false)
    return new UnitBuffering({
      level: Number.POSITIVE_INFINITY,
      limit: 1,
      flushAt: Number.POSITIVE_INFINITY,
    });
  const options: BufferOptions = given === true ? {} : given;
  if (!isObject(options)) {
    mistakes.push({ path, message: `must be true, false or an object, not ${describe(given)}` });
    return undefined;
  }
  refuseUnknown(options, ["level", "limit", "flushAt"], path, mistakes);
  const limit = options.limit ?? DEFAULT_BUFFER_LIMIT;
  if (!(Number.isInteger(limit) && limit > 0)) {
    mistakes.push({
      path: `${path}.limit`,
      message: `must be a whole number from 1, not ${describe(limit)}`,
    });
  }
  return new UnitBuffering({
    level: levelAt(options.level ?? "debug", `${path}.level`, mistakes) ?? LEVELS.debug,
    limit,
    flushAt: levelAt(options.flushAt ?? "error", `${path}.flushAt`, mistakes) ?? LEVELS.error,
  });
}

function levelAt(level: unknown, path: string, mistakes: ConfigurationMistake[]): number | undefined {
  try {
    return parseLevel(level);
  } catch (cause) {
    mistakes.push({ path, message: (cause as Error).message });
    return undefined;
  }
}

function refuseUnknown(
  options: object,
  known: readonly string[],
  path: string,
  mistakes: ConfigurationMistake[],
): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    mistakes.push({
      path: path === "" ? key : `${path}.${key}`,
      message: `is unknown; allowed here: ${known.join(", ")}`,
    });
  }
}

function isHandler(value: unknown): value is Handler {
  if (typeof value !== "object" || value === null) return false;
  const { write, flush, close } = value as Record<string, unknown>;
  return typeof write === "function" && typeof flush === "function" && typeof close === "function";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
