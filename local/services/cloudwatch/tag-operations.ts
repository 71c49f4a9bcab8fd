import type { Operations } from "../../kernel/cloud.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { type ResourceTags, recordOf, type Tag } from "./resource-tags.ts";
import { TAGS, TEXTS } from "./shapes.ts";
import { checkMembers, notFound } from "./validation.ts";

interface OfResource {
  readonly ResourceARN: string;
}

interface TagOwner {
  readonly tags: Readonly<Record<string, string>>;
  replace(tags: Record<string, string>): void;
}

const ARN = { type: "string", minimum: 1, maximum: 1_024, required: true } as const;

/** Tags of alarms and of whatever else has some. */
export function tagOperations(alarms: AlarmDirectory, others: ResourceTags): Operations {
  const at = (arn: string): TagOwner => {
    const alarm = alarms.refer(arn);
    if (alarm?.arn === arn) return { tags: alarm.tags, replace: (tags) => alarms.save({ ...alarm, tags }) };
    const tags = others.of(arn);
    if (tags) return { tags, replace: (changed) => others.replace(arn, changed) };
    throw notFound(`The resource ${arn} does not exist.`);
  };
  return {
    TagResource(input: OfResource & { readonly Tags: readonly Tag[] }) {
      checkMembers(input, { ResourceARN: ARN, Tags: { ...TAGS, required: true } });
      const owner = at(input.ResourceARN);
      owner.replace({ ...owner.tags, ...recordOf(input.Tags) });
      return {};
    },

    UntagResource(input: OfResource & { readonly TagKeys: readonly string[] }) {
      checkMembers(input, { ResourceARN: ARN, TagKeys: { ...TEXTS, required: true } });
      const owner = at(input.ResourceARN);
      const kept = Object.entries(owner.tags).filter(([key]) => !input.TagKeys.includes(key));
      owner.replace(Object.fromEntries(kept));
      return {};
    },

    ListTagsForResource(input: OfResource) {
      checkMembers(input, { ResourceARN: ARN });
      return { Tags: Object.entries(at(input.ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
