import type { DestinationConfiguration } from "../configuration.ts";
import type { Destination } from "./destination.ts";

/** Makes the destination that a configuration describes. */
export async function createDestination(configuration: DestinationConfiguration): Promise<Destination> {
  switch (configuration.type) {
    case "log-group":
      return (await import("./log-group.ts")).logGroup(configuration);
    case "sqs":
      return (await import("./queue.ts")).queue(configuration);
    case "opensearch":
      return (await import("./opensearch.ts")).opensearch(configuration);
    case "webhook":
      return (await import("./webhook.ts")).webhook(configuration);
  }
}
