import { ServiceError } from "../../kernel/service-error.ts";
import type { EventBridge } from "./state.ts";

type Tags = Readonly<Record<string, string>>;

export function tagsByKey(tags: readonly { readonly Key: string; readonly Value: string }[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** The tags of the bus or rule with that ARN. @throws ServiceError `ResourceNotFoundException` */
export function tagged(
  bridge: EventBridge,
  arn: string,
): { readonly tags: Tags; readonly change: (change: (tags: Tags) => Tags) => void } {
  const [, kind, path = ""] = /:(event-bus|rule)\/(.+)$/.exec(arn) ?? [];
  if (kind === "event-bus") {
    const bus = bridge.bus(path);
    return { tags: bus.tags, change: (change) => bridge.saveBus({ ...bus, tags: change(bus.tags) }) };
  }
  if (kind !== "rule") throw new ServiceError("ResourceNotFoundException", `Resource ${arn} does not exist.`);
  const [name = "", bus = "default"] = path.split("/").reverse();
  const rule = bridge.rule(bus, name);
  return { tags: rule.tags, change: (change) => bridge.saveRule({ ...rule, tags: change(rule.tags) }) };
}
