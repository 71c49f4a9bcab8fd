import { ServiceError } from "../../kernel/service-error.ts";
import type { TagRecord } from "../../kernel/tags.ts";
import type { EventBridge } from "./state.ts";

/** The tags of the bus or rule with that ARN. @throws ServiceError `ResourceNotFoundException` */
export function tagged(
  bridge: EventBridge,
  arn: string,
): { readonly tags: TagRecord; readonly change: (change: (tags: TagRecord) => TagRecord) => void } {
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
