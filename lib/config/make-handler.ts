import type { Handler } from "../handlers/handler.ts";
import type { Formatter } from "../logger/record.ts";
import { HANDLER_TYPES, type HandlerDescription } from "./logging-section.ts";

/** Thrown for a description whose type is not among those that a file may name. */
export class UnknownHandlerTypeError extends TypeError {
  override readonly name = "UnknownHandlerTypeError";

  constructor(type: unknown) {
    super(`type ${JSON.stringify(type)} is unknown; use ${HANDLER_TYPES.join(", ")}`);
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
  switch (type) {
    case "stdout":
      return new (await import("../handlers/stdout.ts")).StdoutHandler(options as never);
    case "file":
      return new (await import("../handlers/file.ts")).FileHandler(options as never);
    case "memory":
      return new (await import("../handlers/memory.ts")).MemoryHandler(options as never);
    case "cloudwatch":
      return new (await import("../handlers/cloudwatch/index.ts")).CloudWatchHandler(options as never);
    case "cloud-logging":
      return new (await import("../handlers/cloud-logging/index.ts")).CloudLoggingHandler(options as never);
    case "opensearch":
      return new (await import("../handlers/opensearch/index.ts")).OpenSearchHandler(options as never);
    default:
      throw new UnknownHandlerTypeError(type);
  }
}

async function makeFormatter(formatter: NonNullable<HandlerDescription["formatter"]>): Promise<Formatter> {
  if (formatter === "json") return (await import("../logger/json-formatter.ts")).jsonFormatter;
  if (formatter === "pretty") return (await import("../logger/pretty-formatter.ts")).prettyFormatter();
  return (await import("../logger/pattern-formatter.ts")).pattern(formatter.pattern, formatter);
}
