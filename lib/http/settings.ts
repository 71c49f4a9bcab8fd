import type { Fields } from "../logger/context.ts";
import { LEVELS, levelName, parseLevel } from "../logger/levels.ts";
import { getLogger, type Logger } from "../logger/logger.ts";
import { checkOptions } from "./check-options.ts";
import { headerPicker, hiddenNames, targetWriter } from "./headers.ts";
import type { HeaderSource, HttpLoggingOptions, RequestEnd, RequestFacts } from "./options.ts";
import { requestIds } from "./request-id.ts";

type Picker = ((headers: HeaderSource) => Record<string, unknown> | undefined) | undefined;

/** Options made ready once. */
export class HttpSettings {
  readonly logger: Logger;
  readonly options: HttpLoggingOptions;
  readonly requestId: (request: RequestFacts) => string;
  readonly responseIdHeader: string | undefined;
  readonly trustedProxies: number;
  readonly writtenTarget: (target: string) => string;
  readonly pickHeaders: Picker;
  readonly pickResponseHeaders: Picker;
  readonly #ignored: (request: RequestFacts) => boolean;

  /** @throws InvalidHttpLoggingOptionError */
  constructor(options: HttpLoggingOptions = {}) {
    checkOptions(options);
    this.options = options;
    this.logger = options.logger ?? getLogger("http");
    this.requestId = requestIds(options);
    const { responseIdHeader = "x-request-id" } = options;
    this.responseIdHeader = responseIdHeader === false ? undefined : responseIdHeader;
    this.trustedProxies = options.trustedProxies ?? 0;
    const isHidden = hiddenNames(options.redact ?? []);
    this.writtenTarget = targetWriter(options.query, isHidden);
    this.pickHeaders = headerPicker(options.headers, isHidden);
    this.pickResponseHeaders = headerPicker(options.responseHeaders, isHidden);
    this.#ignored = ignoring(options.ignore);
  }

  isIgnored(request: RequestFacts): boolean {
    try {
      return this.#ignored(request);
    } catch {
      return false;
    }
  }

  /** Fields of the options for all records of a request. */
  fieldsOf(request: RequestFacts): Fields | undefined {
    try {
      return this.options.fields?.(request);
    } catch (cause) {
      return { fieldsError: String(cause) };
    }
  }

  levelOf(end: RequestEnd): ReturnType<typeof levelName> {
    const { level } = this.options;
    if (level === undefined) return levelName(usualLevel(end));
    try {
      return levelName(parseLevel(level(end)));
    } catch {
      return levelName(usualLevel(end));
    }
  }
}

function usualLevel({ status, aborted, error }: RequestEnd): number {
  if (status >= 500 || (error !== undefined && status < 400)) return LEVELS.error;
  return status >= 400 || aborted ? LEVELS.warn : LEVELS.info;
}

function ignoring(ignore: HttpLoggingOptions["ignore"]): (request: RequestFacts) => boolean {
  if (ignore === undefined) return () => false;
  if (typeof ignore === "function") return ignore;
  const exact = new Set(ignore.filter((path) => !path.endsWith("*")));
  const beginnings = ignore.filter((path) => path.endsWith("*")).map((path) => path.slice(0, -1));
  return ({ target }) => {
    const end = target.indexOf("?");
    const path = end < 0 ? target : target.slice(0, end);
    return exact.has(path) || beginnings.some((beginning) => path.startsWith(beginning));
  };
}
