import type { Cloud } from "../../kernel/cloud.ts";
import type { Stack } from "../../template/stack.ts";
import { driftStatus } from "./drift-status.ts";
import type { ChangeSet, ResourceChange, StackEvent, StackRecord } from "./stack-record.ts";

const seconds = (time: number | undefined) => (time === undefined ? undefined : time / 1_000);
const HIDDEN = "****";

/** A stack as DescribeStacks shows it; moments in seconds. */
export function describedStack(record: StackRecord, stack: Stack): object {
  const {
    Outputs = {},
    Parameters = {},
    Description,
  } = (record.template?.source.template ?? {}) as {
    Outputs?: Record<string, { Description?: string; Export?: unknown }>;
    Parameters?: Record<string, { NoEcho?: unknown; Default?: unknown }>;
    Description?: string;
  };
  const given = new Map(record.settings.parameters.map((one) => [one.ParameterKey, one.ParameterValue]));
  const names = new Set([...Object.keys(Parameters), ...given.keys()]);
  const exporting = Object.keys(stack.outputs).filter((key) => Outputs[key]?.Export !== undefined);
  const exportNames = new Map(exporting.map((key, index) => [key, stack.exportNames[index]]));
  return {
    StackId: record.id,
    StackName: record.name,
    Description,
    CreationTime: seconds(record.created),
    LastUpdatedTime: seconds(record.updated),
    DeletionTime: seconds(record.deleted),
    StackStatus: record.status,
    StackStatusReason: record.reason,
    RoleARN: record.settings.roleArn,
    NotificationARNs: record.settings.notificationArns,
    Capabilities: record.settings.capabilities,
    DisableRollback: record.settings.disableRollback,
    TimeoutInMinutes: record.settings.timeoutInMinutes,
    EnableTerminationProtection: record.terminationProtection,
    DriftInformation: {
      StackDriftStatus: driftStatus(record.drift),
      LastCheckTimestamp: seconds(record.drift?.checked),
    },
    ...lineOf(stack),
    Tags: record.settings.tags,
    Parameters: [...names].map((ParameterKey) => ({
      ParameterKey,
      ParameterValue: isTrue(Parameters[ParameterKey]?.NoEcho)
        ? HIDDEN
        : String(given.get(ParameterKey) ?? Parameters[ParameterKey]?.Default ?? ""),
    })),
    Outputs: Object.entries(stack.outputs).map(([OutputKey, value]) => ({
      OutputKey,
      OutputValue: typeof value === "object" ? JSON.stringify(value) : String(value),
      Description: Outputs[OutputKey]?.Description,
      ExportName: exportNames.get(OutputKey),
    })),
  };
}

/** The stack that a stack is nested in, and the outermost one. */
export function lineOf({ parent }: Stack): { readonly ParentId?: string; readonly RootId?: string } {
  if (!parent) return {};
  let root = parent;
  while (root.parent) root = root.parent;
  return { ParentId: parent.stackId, RootId: root.stackId };
}

const isTrue = (value: unknown): boolean => String(value) === "true";

export const describedEvent = (record: StackRecord, event: StackEvent) => ({
  StackId: record.id,
  EventId: event.id,
  StackName: record.name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: seconds(event.timestamp),
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
  ClientRequestToken: event.token,
});

/** The resources of a stack as three operations show them. */
export function describedResources(record: StackRecord, stack: Stack, cloud: Cloud) {
  return stack.resources.map(({ logicalId, type, id, placeholder }) => ({
    LogicalResourceId: logicalId,
    PhysicalResourceId: id,
    ResourceType: type,
    ResourceStatus: statusOf(record, logicalId),
    ...(placeholder !== undefined && {
      ResourceStatusReason: `${placeholder} A placeholder stands for it.`,
    }),
    Timestamp: seconds(record.touched.get(logicalId) ?? record.created),
    LastUpdatedTimestamp: seconds(record.touched.get(logicalId) ?? record.created ?? cloud.clock.now()),
    DriftInformation: {
      StackResourceDriftStatus:
        record.drift?.resources.find((one) => one.LogicalResourceId === logicalId)
          ?.StackResourceDriftStatus ?? "NOT_CHECKED",
    },
  }));
}

const statusOf = ({ events }: StackRecord, logicalId: string): string =>
  events.find((event) => event.logicalId === logicalId)?.status ?? "CREATE_COMPLETE";

export const describedChangeSet = (record: StackRecord, changeSet: ChangeSet) => ({
  ChangeSetName: changeSet.name,
  ChangeSetId: changeSet.id,
  StackId: record.id,
  StackName: record.name,
  Description: changeSet.description,
  CreationTime: seconds(changeSet.created),
  Status: changeSet.status,
  StatusReason: changeSet.reason,
  ExecutionStatus: changeSet.executed
    ? "EXECUTE_COMPLETE"
    : changeSet.status === "FAILED"
      ? "UNAVAILABLE"
      : "AVAILABLE",
});

/** The template of a nested stack may have changed though nothing that names it has. */
const AUTOMATIC = {
  Target: { Attribute: "Properties", RequiresRecreation: "Never" },
  Evaluation: "Dynamic",
  ChangeSource: "Automatic",
};

/** What would happen to one resource, property by property. */
export function describedChange({
  action,
  logicalId,
  type,
  physicalId,
  replacement,
  properties = [],
  attributes = [],
}: ResourceChange) {
  const detail = (Attribute: string, Name?: string) => ({
    Target: { Attribute, Name, RequiresRecreation: replacement === "True" ? "Always" : "Never" },
    Evaluation: "Static",
    ChangeSource: "DirectModification",
  });
  const differs = properties.length + attributes.length > 0;
  return {
    Action: action,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Replacement: replacement,
    Scope: [...(properties.length > 0 ? ["Properties"] : []), ...attributes],
    Details: [
      ...properties.map((name) => detail("Properties", name)),
      ...attributes.map((name) => detail(name)),
      ...(action === "Modify" && !differs ? [AUTOMATIC] : []),
    ],
  };
}
