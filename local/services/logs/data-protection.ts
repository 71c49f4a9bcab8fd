import {
  type DataProtectionPolicy,
  maskSensitiveData,
  readDataProtectionPolicy,
  type SensitiveData,
  sensitiveDataFinder,
} from "cumulog/semantics";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { CompiledProtection, ProtectionSource } from "./compile-data-protection.ts";
import type { EventForms } from "./log-event.ts";
import type { LogGroup } from "./log-group.ts";
import type { LogsService } from "./logs-service.ts";

/** What was found in one event, and the policy that wants to know. */
interface Finding {
  readonly policy: CompiledProtection;
  readonly found: readonly SensitiveData[];
}

/**
 * Masks sensitive data while events are stored, and tells of it by reports and metrics. What has been stored before a policy stays as it is.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
 */
export class DataProtection {
  readonly #service: LogsService;
  readonly #metrics: Pick<MetricStore, "record">;
  readonly #accountLevel: () => ProtectionSource | undefined;
  readonly #compiled = new WeakMap<ProtectionSource, CompiledProtection>();
  /** Of the events that are being stored. */
  readonly #findings = new Map<LogGroup, Finding[]>();

  /** @param accountLevel the account's policy, which holds for every group beside its own */
  constructor(
    service: LogsService,
    metrics: Pick<MetricStore, "record">,
    accountLevel: () => ProtectionSource | undefined,
  ) {
    this.#service = service;
    this.#metrics = metrics;
    this.#accountLevel = accountLevel;
  }

  /** Whether sensitive data is looked for in a group's events. */
  has(group: LogGroup): boolean {
    return this.#policiesOf(group).length > 0;
  }

  /** An event with its forms masked; undefined when it has no other form than its own. */
  protect(
    group: LogGroup,
    message: string,
    forms: EventForms | undefined,
  ): { message: string; forms: EventForms } | undefined {
    let masked = message;
    let transformed = forms?.transformed;
    for (const policy of this.#policiesOf(group)) {
      const found = policy.find(message);
      if (found.length > 0) {
        const known = this.#findings.get(group);
        if (known) known.push({ policy, found });
        else this.#findings.set(group, [{ policy, found }]);
      }
      if (!policy.masks) continue;
      masked = maskSensitiveData(masked, found);
      if (transformed !== undefined) transformed = maskSensitiveData(transformed, policy.find(transformed));
    }
    if (forms === undefined && masked === message) return undefined;
    return {
      message: masked,
      forms: {
        ...forms,
        ...(transformed !== undefined && { transformed }),
        ...(masked !== message && { unmasked: message }),
      },
    };
  }

  /** Tells of what was found in the events of a group that were stored just now. */
  report(group: LogGroup): void {
    const findings = this.#findings.get(group);
    if (findings === undefined) return;
    this.#findings.delete(group);
    for (const [operation, count] of [
      ["Audit", findings.filter(({ policy }) => policy.audit).length],
      ["Deidentify", findings.filter(({ policy }) => policy.masks).length],
    ] as const)
      if (count > 0)
        this.#metrics.record({
          namespace: "AWS/Logs",
          metricName: "LogEventsWithFindings",
          dimensions: { LogGroupName: group.name, DataProtectionOperation: operation },
          timestamp: this.#service.cloud.clock.now(),
          value: count,
          unit: "Count",
        });
    for (const { policy, found } of findings) if (policy.audit) this.#send(policy.audit, group, found);
  }

  #policiesOf(group: LogGroup): CompiledProtection[] {
    if (group.settings.logGroupClass !== "STANDARD") return [];
    return [group.settings.dataProtectionPolicy, this.#accountLevel()].flatMap((source) =>
      source === undefined ? [] : this.#compile(source),
    );
  }

  #compile(source: ProtectionSource): CompiledProtection {
    let compiled = this.#compiled.get(source);
    if (compiled === undefined) {
      const policy = readDataProtectionPolicy(source.policyDocument);
      compiled = { ...policy, find: sensitiveDataFinder(policy) };
      this.#compiled.set(source, compiled);
    }
    return compiled;
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-audit-findings.html */
  #send(
    { logGroup, deliveryStream }: NonNullable<DataProtectionPolicy["audit"]>,
    group: LogGroup,
    found: readonly SensitiveData[],
  ): void {
    const { cloud } = this.#service;
    const now = cloud.clock.now();
    const report = JSON.stringify({
      auditTimestamp: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
      resourceArn: `${group.arn}:*`,
      dataIdentifiers: found.map(({ name, detections }) => ({
        name,
        count: detections.length,
        // Characters are counted from one, the last one included.
        detections: detections.map(({ start, end }) => ({ start: start + 1, end })),
      })),
    });
    if (deliveryStream !== undefined)
      cloud.track(
        cloud
          .call("firehose", "PutRecord", {
            DeliveryStreamName: deliveryStream,
            Record: { Data: Buffer.from(`${report}\n`) },
          })
          .catch(() => {}),
      );
    const target = logGroup === undefined ? undefined : this.#service.store.groups.get(logGroup);
    // A group that is audited into itself would report of its reports.
    if (target === undefined || target === group) return;
    const stream = target.streams.get(STREAM) ?? this.#service.store.addStream(target, STREAM);
    cloud.track(
      cloud.call("logs", "PutLogEvents", {
        logGroupName: target.name,
        logStreamName: stream.name,
        logEvents: [{ timestamp: now, message: report }],
      }),
    );
  }
}

/** Where reports are put in the group of findings. */
const STREAM = "data-protection-findings";
