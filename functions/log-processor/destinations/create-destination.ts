import { FunctionConfigurationError } from "../../shared/configuration.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import { groupTest } from "../group-test.ts";
import type { Destination } from "./destination.ts";

/** A destination with the log groups whose events it gets. */
export interface RoutedDestination extends Destination {
  readonly takesFrom: (logGroup: string) => boolean;
}

/**
 * Makes the destination that a configuration describes.
 *
 * @throws FunctionConfigurationError that names a destination which cannot be
 */
export async function createDestination(configuration: DestinationConfiguration): Promise<RoutedDestination> {
  const destination = await make(configuration).catch((cause: unknown) => {
    const message = `Destination ${configuration.name}: ${(cause as Error).message}`;
    throw new FunctionConfigurationError(message, { cause });
  });
  return { ...destination, takesFrom: groupTest(configuration.logGroups) };
}

async function make(configuration: DestinationConfiguration): Promise<Destination> {
  switch (configuration.type) {
    case "log-group":
      return (await import("./log-group.ts")).logGroup(configuration);
    case "sqs":
      return (await import("./queue.ts")).queue(configuration);
    case "lake":
      return (await import("./lake.ts")).lake(configuration);
    case "opensearch":
      return (await import("./opensearch.ts")).opensearch(configuration);
    case "anomalies":
      return (await import("./anomalies.ts")).anomalies(configuration);
    case "webhook":
      return (await import("./webhook.ts")).webhook(configuration);
  }
}
