import type { Operations } from "../cloud.ts";
import type { AlarmRecord } from "./alarm.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { notFound } from "./validation.ts";

interface OfResource {
  readonly ResourceARN: string;
}

/** Tags of alarms. */
export function tagOperations(alarms: AlarmDirectory): Operations {
  const at = (arn: string): AlarmRecord => {
    const alarm = alarms.refer(String(arn));
    if (alarm?.arn !== arn) throw notFound(`The resource ${arn} does not exist.`);
    return alarm;
  };
  return {
    TagResource({ ResourceARN, Tags }: OfResource & { Tags: { Key: string; Value: string }[] }) {
      const alarm = at(ResourceARN);
      const added = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
      alarms.save({ ...alarm, tags: { ...alarm.tags, ...added } });
      return {};
    },

    UntagResource({ ResourceARN, TagKeys }: OfResource & { TagKeys: string[] }) {
      const alarm = at(ResourceARN);
      const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys?.includes(key));
      alarms.save({ ...alarm, tags: Object.fromEntries(kept) });
      return {};
    },

    ListTagsForResource({ ResourceARN }: OfResource) {
      return { Tags: Object.entries(at(ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
