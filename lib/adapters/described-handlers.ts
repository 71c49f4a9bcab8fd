import { ConfigurationError } from "../config/configuration-error.ts";
import type { HandlerDescription } from "../config/logging-schema.ts";
import { makeHandler } from "../config/make-handler.ts";
import type { Handler } from "../handlers/handler.ts";

/**
 * Makes handlers from descriptions as in `cumulog.yaml`.
 *
 * @throws {ConfigurationError} for a description without a known type
 */
export async function configuredHandlers(
  described: Readonly<Record<string, HandlerDescription>> | undefined,
): Promise<Handler[]> {
  const handlers: Handler[] = [];
  for (const [name, description] of Object.entries(described ?? {})) {
    const handler: Handler | undefined = await makeHandler(description);
    if (handler === undefined) {
      const message = `type ${JSON.stringify(description.type)} is unknown; use cloudwatch, cloud-logging, stdout, file or memory`;
      throw new ConfigurationError("the transport's options", [{ path: `handlers.${name}.type`, message }]);
    }
    handlers.push(handler);
  }
  if (handlers.length > 0) return handlers;
  throw new ConfigurationError("the transport's options", [
    { path: "handlers", message: "needs at least one handler" },
  ]);
}
