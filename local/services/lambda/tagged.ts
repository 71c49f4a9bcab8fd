import { ServiceError } from "#kernel/service-error.ts";
import type { TagRecord } from "#kernel/tags.ts";
import { functionName } from "./function-registry.ts";
import type { Lambda } from "./state.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MOST_TAGS = 50;

/** What has tags: a function, or an event source mapping, by its ARN. */
export interface Tagged {
  readonly tags: TagRecord;
  readonly save: (tags: TagRecord) => void;
}

/** @throws ServiceError when there is nothing of that ARN, or it is of a version or an alias */
export function taggedBy({ functions, mappings }: Lambda, arn: string): Tagged {
  const [, uuid] = /:event-source-mapping:([^:]+)$/.exec(arn) ?? [];
  if (uuid !== undefined) {
    const mapping = mappings.all().find((one) => one.uuid === uuid);
    if (!mapping)
      throw new ServiceError("ResourceNotFoundException", `Event source mapping not found: ${arn}`);
    return { tags: mapping.tags, save: (tags) => mappings.saveTags(uuid, checkTags(tags)) };
  }
  if (functionName(arn).qualifier !== undefined)
    throw new ServiceError(
      "InvalidParameterValueException",
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    );
  const deployed = functions.get(arn);
  return {
    tags: deployed.tags,
    save: (tags) => {
      deployed.tags = checkTags(tags);
      functions.save(deployed);
    },
  };
}

/** @throws ServiceError when there are more tags than a resource may have */
export function checkTags(tags: TagRecord): TagRecord {
  if (Object.keys(tags).length <= MOST_TAGS) return tags;
  throw new ServiceError("InvalidParameterValueException", "Number of tags exceeds resource tag limit.");
}
