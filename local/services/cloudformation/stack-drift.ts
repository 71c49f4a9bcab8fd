import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import type { ResourceDrift } from "../../template/stack-resources.ts";
import type { CheckedResource, StackDrift } from "./drift-status.ts";
import { propertyDifferences } from "./property-differences.ts";
import type { StackRecord } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Properties that nobody can read back as they were written. */
const UNREADABLE = new Set(["Code", "Tags"]);

/**
 * Compares resources with what their template says, and keeps what was found as a detection of its own.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 *
 * @param only logical ids; what was found of the others before stays. @default all
 */
export async function detectDrift(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  only?: readonly string[],
): Promise<StackDrift> {
  const checked = cloud.clock.now();
  const found = await checkedResources(directory, record, checked, only);
  return keepDrift(directory, record, { id: randomUUID(), checked, resources: found }, only !== undefined);
}

/** Compares one resource with what the template says: undefined when nobody can tell. The stack's last detection stays. */
export async function detectResourceDrift(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  logicalId: string,
): Promise<CheckedResource | undefined> {
  const checked = cloud.clock.now();
  const resources = await checkedResources(directory, record, checked, [logicalId]);
  const { id, checked: last } = record.drift ?? { id: randomUUID(), checked };
  if (resources.length > 0) keepDrift(directory, record, { id, checked: last, resources }, true);
  return resources[0];
}

async function checkedResources(
  directory: StackDirectory,
  record: StackRecord,
  checked: number,
  only?: readonly string[],
): Promise<CheckedResource[]> {
  const drifts = await directory.stackOf(record).drifts(only);
  return drifts.map((drift) => checkedResource(record, drift, checked));
}

/** @param withOthers whether what was found of other resources before stays */
function keepDrift(
  directory: StackDirectory,
  record: StackRecord,
  found: StackDrift,
  withOthers: boolean,
): StackDrift {
  const ids = new Set(found.resources.map(({ LogicalResourceId }) => LogicalResourceId));
  const others = withOthers
    ? (record.drift?.resources ?? []).filter(({ LogicalResourceId }) => !ids.has(LogicalResourceId))
    : [];
  record.drift = { ...found, resources: [...others, ...found.resources] };
  directory.keep(record);
  return record.drift;
}

function checkedResource(
  record: StackRecord,
  { logicalId, id, type, expected, actual }: ResourceDrift,
  checked: number,
): CheckedResource {
  const readable = Object.fromEntries(Object.entries(expected).filter(([name]) => !UNREADABLE.has(name)));
  const differences = actual ? propertyDifferences(readable, actual) : [];
  const said = actual && Object.keys(readable).filter((name) => actual[name] !== undefined);
  return {
    StackId: record.id,
    LogicalResourceId: logicalId,
    PhysicalResourceId: id,
    ResourceType: type,
    ExpectedProperties: JSON.stringify(readable),
    ActualProperties: said && JSON.stringify(Object.fromEntries(said.map((name) => [name, actual[name]]))),
    PropertyDifferences: differences,
    StackResourceDriftStatus: !actual ? "DELETED" : differences.length > 0 ? "MODIFIED" : "IN_SYNC",
    Timestamp: checked / 1_000,
  };
}
