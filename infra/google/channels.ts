import type { DestinationConfiguration } from "../../functions/alert-notifier/configuration.ts";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import { literal, terraformName } from "./terraform-value.ts";

/** The channels of a configuration as notification channels of Google Cloud. */
export interface GoogleChannels {
  /** By their names in Terraform. */
  readonly resources: Readonly<Record<string, object>>;
  /** Secrets, which no file holds: Terraform asks for them. */
  readonly variables: Readonly<Record<string, object>>;
  /** For each channel of cumulog.yaml the names in Terraform. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** What has no counterpart, with the reason. */
  readonly inexpressible: readonly { readonly name: string; readonly reason: string }[];
}

/** https://cloud.google.com/monitoring/support/notification-options */
export function googleChannels(channels: DeploymentConfiguration["channels"]): GoogleChannels {
  const resources: Record<string, object> = {};
  const variables: Record<string, object> = {};
  const names: Record<string, string[]> = {};
  const inexpressible: { name: string; reason: string }[] = [];
  for (const [id, { emails, destinations }] of Object.entries(channels)) {
    const own: string[] = [];
    names[id] = own;
    const add = (part: string, resource: object) => {
      const name = freeName(terraformName(`${id}_${part}`), resources);
      resources[name] = { display_name: literal(`${id}: ${part}`), ...resource };
      own.push(name);
    };
    for (const email of emails) add(email, mail(email));
    for (const destination of destinations) {
      if (destination.type === "email") {
        for (const email of destination.to) if (!emails.includes(email)) add(email, mail(email));
        continue;
      }
      const variable = freeName(terraformName(`${id}_${destination.name}`), variables);
      const made = destinationChannel(destination, `\${var.${variable}}`);
      if ("reason" in made) {
        inexpressible.push({ name: `channels.${id}.${destination.name}`, reason: made.reason });
        continue;
      }
      variables[variable] = {
        type: "string",
        sensitive: true,
        description: literal(`${made.secret} of the channel ${id}, destination ${destination.name}`),
      };
      add(destination.name, made.resource);
    }
  }
  return { resources, variables, names, inexpressible };
}

/** Addresses such as a.b@example.com and a-b@example.com have one name in Terraform. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(taken, name)) return name;
  let number = 2;
  while (Object.hasOwn(taken, `${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

const mail = (address: string) => ({ type: "email", labels: { email_address: literal(address) } });

type Made = { readonly resource: object; readonly secret: string } | { readonly reason: string };

function destinationChannel(
  destination: Exclude<DestinationConfiguration, { readonly type: "email" }>,
  secret: string,
): Made {
  switch (destination.type) {
    case "slack":
      if (destination.channel === undefined)
        return {
          reason: "Google Cloud writes to Slack with a token and a channel, not to an incoming webhook",
        };
      return {
        resource: {
          type: "slack",
          labels: { channel_name: literal(destination.channel) },
          sensitive_labels: { auth_token: secret },
        },
        secret: "token",
      };
    case "pagerduty":
      return {
        resource: { type: "pagerduty", sensitive_labels: { service_key: secret } },
        secret: "routingKey",
      };
    case "webhook":
      return { resource: { type: "webhook_tokenauth", labels: { url: secret } }, secret: "url" };
    case "teams":
      return { reason: "Google Cloud has no channel for Microsoft Teams" };
  }
}
