import type { Cloud } from "../kernel/cloud.ts";
import { type Properties, unlessExists } from "../kernel/resource-type.ts";
import { groupNameOf } from "../services/logs/group-identifier.ts";

const MEMBERS = ["LogGroupName", "LogGroupNames", "LogGroupIdentifiers", "LogGroupArnList"];

/** Names of the log groups that a resource works on and does not make. */
function groupsBehind(type: string, properties: Properties): string[] {
  if (type === "AWS::CloudWatch::LogAlarm")
    return namedIn((properties["ScheduledQueryConfiguration"] ?? {}) as Properties);
  return type.startsWith("AWS::Logs::") && type !== "AWS::Logs::LogGroup" ? namedIn(properties) : [];
}

const namedIn = (properties: Properties): string[] =>
  MEMBERS.flatMap((member) => properties[member] ?? [])
    .map((identifier) => groupNameOf(String(identifier)))
    // A prefix stands for groups that are there.
    .filter((name) => name !== "" && !name.includes("*"));

/**
 * Makes the log groups that a resource works on and that are not there: those of another stack or made by hand, which a
 * template imports by name.
 *
 * @returns the names of those that it made
 */
export async function makeImportedGroups(
  cloud: Cloud,
  type: string,
  properties: Properties,
): Promise<string[]> {
  const made: string[] = [];
  for (const logGroupName of groupsBehind(type, properties)) {
    const create = cloud.call("logs", "CreateLogGroup", { logGroupName });
    if (await unlessExists(create, "ResourceAlreadyExistsException")) made.push(logGroupName);
  }
  return made;
}
