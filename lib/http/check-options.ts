import { samplingMistake } from "../logger/tail-sampling.ts";
import type { HttpLoggingOptions } from "./options.ts";

/** Thrown for options of request logging that do not exist or cannot work. */
export class InvalidHttpLoggingOptionError extends Error {
  override readonly name = "InvalidHttpLoggingOptionError";
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
const isSwitchOrTexts = (value: unknown): boolean => typeof value === "boolean" || isTexts(value);
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const isHeaderNames = (value: unknown): boolean =>
  isTexts(value) && (value as readonly string[]).every((name) => HEADER_NAME.test(name));

const CHECKS: Readonly<
  Record<keyof HttpLoggingOptions, readonly [(value: unknown) => boolean, expected: string]>
> = {
  logger: [
    (value) => isFunction((value as { info?: unknown } | null)?.info),
    'a logger, for example getLogger("http")',
  ],
  requestIdHeaders: [isHeaderNames, "a list of header names"],
  makeRequestId: [isFunction, "a function"],
  responseIdHeader: [
    (value) => value === false || (typeof value === "string" && HEADER_NAME.test(value)),
    "a header's name or false",
  ],
  fields: [isFunction, "a function"],
  ignore: [
    (value) => isFunction(value) || isTexts(value),
    'a list of paths such as "/health" or "/static/*", or a function',
  ],
  sampling: [(value) => typeof value === "object" && value !== null, "{ rate, slowMs, keep }"],
  level: [isFunction, "a function"],
  query: [isSwitchOrTexts, "true, false or a list of parameters"],
  headers: [isSwitchOrTexts, "true, false or a list of header names"],
  responseHeaders: [isSwitchOrTexts, "true, false or a list of header names"],
  redact: [isTexts, "a list of names"],
  trustedProxies: [(value) => Number.isInteger(value) && (value as number) >= 0, "a whole number from 0"],
};

/**
 * Checks options; those of a framework's entry that are not in the table are to be taken out before.
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function checkOptions(options: HttpLoggingOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof HttpLoggingOptions] : undefined;
    if (check === undefined)
      throw new InvalidHttpLoggingOptionError(
        `${name} is no option; known are ${Object.keys(CHECKS).join(", ")}`,
      );
    const [isGood, expected] = check;
    if (value !== undefined && !isGood(value))
      throw new InvalidHttpLoggingOptionError(`${name}: expected ${expected}`);
  }
  const mistake = samplingMistake(options.sampling);
  if (mistake !== undefined) throw new InvalidHttpLoggingOptionError(mistake);
}
