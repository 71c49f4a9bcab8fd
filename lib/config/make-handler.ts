import type { Handler } from "../handlers/handler.ts";
import { makeJsonFormatter } from "../logger/conventional-formatter.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import { pattern } from "../logger/pattern-formatter.ts";
import { prettyFormatter } from "../logger/pretty-formatter.ts";
import type { Formatter } from "../logger/record.ts";
import { HANDLERS } from "./handler-types.ts";
import type { HandlerDescription } from "./logging-section.ts";

/** Thrown for a description whose type is not among those that a file may name. */
export class UnknownHandlerTypeError extends TypeError {
  override readonly name = "UnknownHandlerTypeError";

  constructor(type: unknown, known: readonly string[]) {
    super(`type ${JSON.stringify(type)} is unknown; use ${known.join(", ")}`);
  }
}

/**
 * Makes the handler that a file describes.
 *
 * @throws what the handler's constructor throws for a wrong option
 */
export function makeHandler(description: HandlerDescription): Handler {
  const { type, formatter, ...rest } = description;
  const options = { ...rest, ...(formatter !== undefined && { formatter: makeFormatter(formatter) }) };
  const named = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (named === undefined) throw new UnknownHandlerTypeError(type, Object.keys(HANDLERS));
  return named.make(options);
}

function makeFormatter(formatter: NonNullable<HandlerDescription["formatter"]>): Formatter {
  if (formatter === "json") return jsonFormatter;
  if (formatter === "pretty") return prettyFormatter();
  if ("conventions" in formatter) return makeJsonFormatter(formatter);
  return pattern(formatter.pattern, formatter);
}
