import type { DestinationConfiguration } from "../configuration.ts";
import type { Destination } from "./destination.ts";

/** Makes the destination that a configuration describes. */
export async function createDestination(configuration: DestinationConfiguration): Promise<Destination> {
  switch (configuration.type) {
    case "slack":
      return (await import("./slack.ts")).slack(configuration);
    case "teams":
      return (await import("./teams.ts")).teams(configuration);
    case "pagerduty":
      return (await import("./pagerduty.ts")).pagerDuty(configuration);
    case "email":
      return (await import("./email.ts")).email(configuration);
    case "webhook":
      return (await import("./webhook.ts")).webhook(configuration);
  }
}
