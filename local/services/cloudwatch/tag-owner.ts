import type { CloudWatch } from "./state.ts";
import { notFound } from "./validation.ts";

interface TagOwner {
  readonly tags: Readonly<Record<string, string>>;
  replace(tags: Record<string, string>): void;
}

/** @throws ServiceError when there is no such resource */
export function tagOwner({ alarms, tags: others }: CloudWatch, arn: string): TagOwner {
  const alarm = alarms.refer(arn);
  if (alarm?.arn === arn) return { tags: alarm.tags, replace: (tags) => alarms.save({ ...alarm, tags }) };
  const tags = others.of(arn);
  if (tags) return { tags, replace: (changed) => others.replace(arn, changed) };
  throw notFound(`The resource ${arn} does not exist.`);
}
