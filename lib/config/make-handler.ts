import type { Handler } from "../handlers/handler.ts";
import type { Formatter } from "../logger/record.ts";
import type { HandlerDescription } from "./logging-section.ts";

/** Thrown for a description whose type is not among those that a file may name. */
export class UnknownHandlerTypeError extends TypeError {
  override readonly name = "UnknownHandlerTypeError";

  constructor(type: unknown, known: readonly string[]) {
    super(`type ${JSON.stringify(type)} is unknown; use ${known.join(", ")}`);
  }
}

/**
 * Makes the handler that a file describes. Only the module of its type is loaded.
 *
 * @throws what the handler's constructor throws for a wrong option
 */
export async function makeHandler(description: HandlerDescription): Promise<Handler> {
  const { type, formatter, ...rest } = description;
  const options = { ...rest, ...(formatter !== undefined && { formatter: await makeFormatter(formatter) }) };
  const { HANDLERS } = await import("./handler-types.ts");
  const named = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
  if (named === undefined) throw new UnknownHandlerTypeError(type, Object.keys(HANDLERS));
  return named.make(options);
}

async function makeFormatter(formatter: NonNullable<HandlerDescription["formatter"]>): Promise<Formatter> {
  if (formatter === "json") return (await import("../logger/json-formatter.ts")).jsonFormatter;
  if (formatter === "pretty") return (await import("../logger/pretty-formatter.ts")).prettyFormatter();
  if ("conventions" in formatter)
    return (await import("../logger/conventional-formatter.ts")).makeJsonFormatter(formatter);
  return (await import("../logger/pattern-formatter.ts")).pattern(formatter.pattern, formatter);
}
