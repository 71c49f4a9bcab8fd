import { LOG_GROUP_MAX_TAGS } from "cumulog/semantics";
import { ServiceError } from "../../kernel/service-error.ts";
import { withoutTags } from "../../kernel/tags.ts";
import { invalidParameter } from "./errors.ts";
import type { LogGroup } from "./log-group.ts";
import type { LogsService } from "./logs-service.ts";

/** What has tags. */
export interface TagOwner {
  readonly tags: Readonly<Record<string, string>>;
  replace(tags: Record<string, string>): void;
}

export function ofGroup({ store }: LogsService, group: LogGroup): TagOwner {
  return {
    tags: group.settings.tags,
    replace: (tags) => {
      group.settings.tags = tags;
      store.saveGroup(group);
    },
  };
}

/** @throws ServiceError when there is no such resource */
export function byArn(service: LogsService, { resourceArn }: { readonly resourceArn: string }): TagOwner {
  const { store, resourceTags } = service;
  const group = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/.exec(resourceArn)?.[1];
  if (group !== undefined && store.groups.has(group)) return ofGroup(service, store.group(group));
  const tags = resourceTags.get(resourceArn);
  if (tags) return { tags, replace: (changed) => resourceTags.set(resourceArn, changed) };
  if (!/^arn:[^:]+:logs:[^:]*:[^:]*:[\w-]+:.+$/.test(resourceArn))
    throw invalidParameter("The resource ARN is not the ARN of a resource of CloudWatch Logs.");
  throw new ServiceError("ResourceNotFoundException", "The specified resource does not exist.");
}

/** @throws ServiceError when there would be too many */
export function addTags(owner: TagOwner, tags: Readonly<Record<string, string>>): void {
  const merged = { ...owner.tags, ...tags };
  if (Object.keys(merged).length > LOG_GROUP_MAX_TAGS)
    throw new ServiceError(
      "TooManyTagsException",
      `A resource can have no more than ${LOG_GROUP_MAX_TAGS} tags.`,
    );
  owner.replace(merged);
}

export function removeTags(owner: TagOwner, keys: readonly string[]): void {
  owner.replace(withoutTags(owner.tags, keys));
}
