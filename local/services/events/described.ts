import type { Place } from "../../kernel/arn.ts";
import type { Archive } from "./archives.ts";
import { DEFAULT_BUS, type EventBus, policyText } from "./event-bus.ts";
import type { Rule } from "./rule.ts";
import type { EventBridge } from "./state.ts";

/** An event bus as the API shows it. */
export function describedBus(bus: EventBus): object {
  const Policy = policyText(bus);
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(bus.keyIdentifier !== undefined && { KmsKeyIdentifier: bus.keyIdentifier }),
    ...(bus.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: bus.deadLetterArn } }),
    ...(Policy !== undefined && { Policy }),
    // The bus that is always there shows no times before it is changed.
    ...((bus.name !== DEFAULT_BUS || bus.modified !== bus.created) && {
      CreationTime: bus.created / 1_000,
      LastModifiedTime: bus.modified / 1_000,
    }),
  };
}

/** An archive as lists show it. */
export function listedArchive(bridge: EventBridge, archive: Archive): object {
  const events = bridge.archives.events(archive.name);
  return {
    ArchiveName: archive.name,
    EventSourceArn: bridge.findBus(archive.bus)?.arn,
    State: "ENABLED",
    RetentionDays: archive.retentionDays,
    EventCount: events.length,
    SizeBytes: events.reduce((sum, { event }) => sum + Buffer.byteLength(JSON.stringify(event)), 0),
    CreationTime: archive.created / 1_000,
  };
}

/** A rule as lists show it. */
export function listedRule(rule: Rule): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    State: rule.state,
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    EventBusName: rule.bus,
  };
}

export function describedRule(rule: Rule, { accountId }: Place): object {
  return { ...listedRule(rule), CreatedBy: accountId };
}
