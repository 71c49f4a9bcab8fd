import type { Place } from "../kernel/arn.ts";
import type { Properties } from "../kernel/resource-type.ts";

const ARN = /"(arn:[a-z-]+:[a-z0-9-]+:([a-z0-9-]*):(\d*):[^"\\]*)"/g;

/** The first ARN of another account or region in the properties of a resource; undefined when there is none. */
export function foreignArn(properties: Properties, { region, accountId }: Place): string | undefined {
  for (const [, arn, ownRegion, account] of JSON.stringify(properties).matchAll(ARN))
    if ((ownRegion !== "" && ownRegion !== region) || (account !== "" && account !== accountId)) return arn;
  return undefined;
}
