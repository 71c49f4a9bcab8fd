import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { LOG_GROUP_MAX_TAGS } from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogGroup } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { ARN, GROUP_NAME, INVALID_PARAMETER, TAGS } from "../shapes.ts";

const TAG_KEY = TAGS.key;
const KEYS = { type: "list", minimum: 0, maximum: 50, of: TAG_KEY, required: true } as const;
const NAMED: Members = { logGroupName: { ...GROUP_NAME, required: true } };
const BY_ARN: Members = { resourceArn: { ...ARN, required: true } };

/** What has tags. */
interface TagOwner {
  readonly tags: Readonly<Record<string, string>>;
  replace(tags: Record<string, string>): void;
}

/** Tags of every kind of resource by ARN, and of log groups in the older form by name. */
export function tagOperations(service: LogsService): Operations {
  const { store, resourceTags } = service;
  const ofGroup = (group: LogGroup): TagOwner => ({
    tags: group.settings.tags,
    replace: (tags) => {
      group.settings.tags = tags;
      store.saveGroup(group);
    },
  });
  const byArn = ({ resourceArn }: { readonly resourceArn?: string | undefined }): TagOwner => {
    const group = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/.exec(resourceArn!)?.[1];
    if (group !== undefined && store.groups.has(group)) return ofGroup(store.group(group));
    const tags = resourceTags.get(resourceArn!);
    if (tags) return { tags, replace: (changed) => resourceTags.set(resourceArn!, changed) };
    if (!/^arn:[^:]+:logs:[^:]*:[^:]*:[\w-]+:.+$/.test(resourceArn!))
      throw invalidParameter("The resource ARN is not the ARN of a resource of CloudWatch Logs.");
    throw new ServiceError("ResourceNotFoundException", "The specified resource does not exist.");
  };
  const add = (owner: TagOwner, tags: Record<string, string>): void => {
    const merged = { ...owner.tags, ...tags };
    if (Object.keys(merged).length > LOG_GROUP_MAX_TAGS)
      throw new ServiceError(
        "TooManyTagsException",
        `A resource can have no more than ${LOG_GROUP_MAX_TAGS} tags.`,
      );
    owner.replace(merged);
  };
  const remove = (owner: TagOwner, keys: readonly string[]): void => {
    owner.replace(Object.fromEntries(Object.entries(owner.tags).filter(([key]) => !keys.includes(key))));
  };
  return {
    TagResource(input: Logs.TagResourceRequest) {
      checkInput(input, { ...BY_ARN, tags: { ...TAGS, required: true } }, INVALID_PARAMETER);
      add(byArn(input), input.tags!);
    },
    UntagResource(input: Logs.UntagResourceRequest) {
      checkInput(input, { ...BY_ARN, tagKeys: KEYS }, INVALID_PARAMETER);
      remove(byArn(input), input.tagKeys!);
    },
    ListTagsForResource(input: Logs.ListTagsForResourceRequest) {
      checkInput(input, BY_ARN, INVALID_PARAMETER);
      return { tags: byArn(input).tags };
    },
    TagLogGroup(input: Logs.TagLogGroupRequest) {
      checkInput(input, { ...NAMED, tags: { ...TAGS, required: true } }, INVALID_PARAMETER);
      add(ofGroup(store.group(input.logGroupName!)), input.tags!);
    },
    UntagLogGroup(input: Logs.UntagLogGroupRequest) {
      checkInput(input, { ...NAMED, tags: { ...KEYS, minimum: 1 } }, INVALID_PARAMETER);
      remove(ofGroup(store.group(input.logGroupName!)), input.tags!);
    },
    ListTagsLogGroup(input: Logs.ListTagsLogGroupRequest) {
      checkInput(input, NAMED, INVALID_PARAMETER);
      return { tags: { ...store.group(input.logGroupName!).settings.tags } };
    },
  };
}
