import type { CloudWatch } from "./state.ts";
import { notFound } from "./validation.ts";

interface TagOwner {
  readonly tags: Readonly<Record<string, string>>;
  replace(tags: Record<string, string>): void;
}

/** @throws ServiceError when there is no such resource */
export function tagOwner(service: CloudWatch, arn: string): TagOwner {
  const owner = findTagOwner(service, arn);
  if (owner) return owner;
  throw notFound(`The resource ${arn} does not exist.`);
}

export function findTagOwner({ alarms, tags: others }: CloudWatch, arn: string): TagOwner | undefined {
  const alarm = alarms.refer(arn);
  if (alarm?.arn === arn) return { tags: alarm.tags, replace: (tags) => alarms.save({ ...alarm, tags }) };
  const tags = others.of(arn);
  return tags && { tags, replace: (changed) => others.replace(arn, changed) };
}
