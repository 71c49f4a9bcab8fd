import { ConfigurationError } from "../config/configuration-error.ts";
import type { HandlerDescription } from "../config/logging-section.ts";
import { makeHandler, UnknownHandlerTypeError } from "../config/make-handler.ts";
import type { Handler } from "../handlers/handler.ts";

/**
 * Makes handlers from descriptions as in `cumulog.yaml`.
 *
 * @throws {ConfigurationError} for a description without a known type
 */
export function configuredHandlers(
  described: Readonly<Record<string, HandlerDescription>> | undefined,
): Handler[] {
  const handlers: Handler[] = [];
  for (const [name, description] of Object.entries(described ?? {})) {
    try {
      handlers.push(makeHandler(description));
    } catch (cause) {
      if (!(cause instanceof UnknownHandlerTypeError)) throw cause;
      const mistake = { path: `handlers.${name}.type`, message: cause.message };
      throw new ConfigurationError("the transport's options", [mistake], { cause });
    }
  }
  if (handlers.length > 0) return handlers;
  throw new ConfigurationError("the transport's options", [
    { path: "handlers", message: "needs at least one handler" },
  ]);
}
