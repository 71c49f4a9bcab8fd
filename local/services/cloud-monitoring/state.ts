import { randomUUID } from "node:crypto";
import {
  type BucketOptions,
  DEFAULT_BUCKET_OPTIONS,
  incidentLogEntry,
  incidentSummary,
  isSnoozed,
  type LogEntry,
  type LogMetric,
  type LogMetricSample,
  logMetricType,
  parentOf,
} from "cumulog/semantics";
import type { Timer } from "../../kernel/clock.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ResourceStore } from "../../kernel/google/resource-store.ts";
import {
  CHANNELS,
  DESCRIPTORS,
  type KeptChannel,
  type KeptPolicy,
  type KeptSnooze,
  type MetricDescriptor,
  POLICIES,
  projectOf,
  SNOOZES,
} from "./configuration/kinds.ts";
import { factsOf, type Incident } from "./incidents/incident.ts";
import { IncidentStore } from "./incidents/incident-store.ts";
import { notifyChannel } from "./incidents/notify.ts";
import { type PolicyChange, PolicyEvaluation, type SnoozeCheck } from "./incidents/policy-evaluation.ts";
import { SeriesStore } from "./series/series-store.ts";

const MINUTE = 60_000;

/**
 * Cloud Monitoring in one cloud: time series, alert policies that are evaluated at the end of each minute of the cloud's
 * clock, their incidents, and the channels that are told.
 *
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest
 */
export class CloudMonitoring {
  readonly policies: ResourceStore<KeptPolicy>;
  readonly channels: ResourceStore<KeptChannel>;
  readonly snoozes: ResourceStore<KeptSnooze>;
  /** Those that somebody made; those of log-based metrics are in {@link descriptorsOf} too. */
  readonly descriptors: ResourceStore<MetricDescriptor>;
  readonly series: SeriesStore;
  readonly incidents: IncidentStore;
  readonly #cloud: Cloud;
  readonly #evaluation: PolicyEvaluation;
  /** Descriptors of log-based metrics by project and type. */
  readonly #logMetrics = new Map<string, ReadonlyMap<string, MetricDescriptor>>();
  #timer: Timer | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    const { storage, clock } = cloud;
    const now = () => clock.now();
    this.policies = new ResourceStore(POLICIES, storage.collection("cloud-monitoring-policies"), now);
    this.channels = new ResourceStore(CHANNELS, storage.collection("cloud-monitoring-channels"), now);
    this.snoozes = new ResourceStore(SNOOZES, storage.collection("cloud-monitoring-snoozes"), now);
    this.descriptors = new ResourceStore(
      DESCRIPTORS,
      storage.collection("cloud-monitoring-descriptors"),
      now,
    );
    this.series = new SeriesStore(storage);
    this.incidents = new IncidentStore(storage);
    this.#evaluation = new PolicyEvaluation(storage);
    this.policiesChanged();
  }

  /** To be called when a policy was made, changed or removed: the clock only runs for those that are there. */
  policiesChanged(): void {
    if (this.policies.made.length === 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
    } else this.#timer ??= this.#nextMinute();
  }

  /** Closes the incidents of a policy and forgets what it remembers. */
  forgetPolicy(policyName: string): void {
    this.#evaluation.forget(policyName);
    for (const incident of this.incidents.list())
      if (incident.policyName === policyName && incident.closedAt === undefined)
        this.#told({ ...incident, closedAt: this.#cloud.clock.now() });
  }

  /** Descriptors of a project's metrics, by type. */
  descriptorsOf(project: string): readonly MetricDescriptor[] {
    const made = this.descriptors.of(project).map(([, descriptor]) => descriptor);
    return [...made, ...(this.#logMetrics.get(project)?.values() ?? [])].sort((a, b) =>
      a.type < b.type ? -1 : 1,
    );
  }

  /** Tells which log-based metrics a project has. */
  setLogMetrics(project: string, metrics: readonly LogMetric[]): void {
    const former = this.#logMetrics.get(project) ?? new Map<string, MetricDescriptor>();
    const next = new Map(
      metrics.map(({ name, metricDescriptor }) => [
        logMetricType(name),
        metricDescriptor as unknown as MetricDescriptor,
      ]),
    );
    for (const type of former.keys()) if (!next.has(type)) this.series.forget(project, type);
    this.#logMetrics.set(project, next);
  }

  /** Counts what an entry adds to a log-based metric. */
  addSample(project: string, metric: LogMetric, { resource, labels, minute, value }: LogMetricSample): void {
    const identity = { metric: { type: logMetricType(metric.name), labels }, resource };
    if (metric.metricDescriptor?.valueType === "DISTRIBUTION") {
      const given = metric.bucketOptions;
      const options: BucketOptions = given && Object.keys(given).length > 0 ? given : DEFAULT_BUCKET_OPTIONS;
      this.series.record(project, identity, minute + MINUTE, { value, options });
    } else this.series.count(project, identity, minute + MINUTE);
  }

  /** Lets the policies on logs of an entry's project look at it. */
  entryReceived(entry: LogEntry): void {
    if (this.policies.made.length === 0) return;
    const project = parentOf(entry);
    const now = this.#cloud.clock.now();
    for (const [name, policy] of this.policies.made)
      if (projectOf(name) === project)
        this.#apply(this.#evaluation.entry(policy, entry, now, this.#snoozeCheck(project, now)), now);
  }

  #nextMinute(): Timer {
    const now = this.#cloud.clock.now();
    return this.#cloud.clock.at((Math.floor(now / MINUTE) + 1) * MINUTE, () => {
      this.#timer = this.#nextMinute();
      this.#evaluate(Math.floor(this.#cloud.clock.now() / MINUTE) * MINUTE);
    });
  }

  #evaluate(now: number): void {
    for (const [name, policy] of this.policies.made) {
      const project = projectOf(name);
      const check = this.#snoozeCheck(project, now);
      this.#apply(this.#evaluation.minute(policy, this.series.of(project), now, check), now);
    }
    this.series.settle(now);
  }

  #snoozeCheck(project: string, now: number): SnoozeCheck {
    const snoozes = this.snoozes.of(project).map(([, snooze]) => snooze);
    return (policyName, subject) => isSnoozed(snoozes, policyName, subject, now);
  }

  #apply(changes: readonly PolicyChange[], now: number): void {
    for (const change of changes) {
      const open = this.incidents.open(change.policy.name, change.key);
      if (change.kind === "opened") this.#open(change, now);
      else if (open && change.kind === "closed") this.#close(open, change, now);
      else if (open) this.#notify(open);
    }
  }

  #open(change: PolicyChange, now: number): void {
    const { policy, condition, key, resource, metric, extracted, value, notifies } = change;
    const descriptor =
      metric && this.descriptorsOf(projectOf(policy.name)).find(({ type }) => type === metric.type);
    const facts = {
      incidentId: `0.${randomUUID().replaceAll("-", "").slice(0, 12)}`,
      policyName: policy.name,
      policy,
      condition,
      key,
      resource,
      ...(metric && { metric: { ...metric, displayName: descriptor?.displayName || metric.type } }),
      ...(extracted && { extracted }),
      value,
      openedAt: now,
    };
    const incident: Incident = { ...facts, summary: incidentSummary(factsOf(facts)) };
    this.#told(incident);
    this.#cloud.track(
      this.#cloud.call("cloud-logging", "WriteLogEntries", { entries: [incidentLogEntry(factsOf(facts))] }),
    );
    if (notifies) this.#notify(incident);
  }

  #close(incident: Incident, { policy, notifies }: PolicyChange, now: number): void {
    const closed = { ...incident, closedAt: now };
    this.#told(closed);
    const { notificationPrompts = [] } = policy.alertStrategy ?? {};
    if (notifies && (notificationPrompts.length === 0 || notificationPrompts.includes("CLOSED")))
      this.#notify(closed);
  }

  #told(incident: Incident): void {
    this.incidents.put(incident);
    this.#cloud.events.emit("google-incident", {
      incidentId: incident.incidentId,
      policy: incident.policyName,
      policyName: incident.policy.displayName ?? "",
      state: incident.closedAt === undefined ? "open" : "closed",
      summary: incident.summary,
      timestamp: incident.closedAt ?? incident.openedAt,
    });
  }

  #notify(incident: Incident): void {
    for (const name of incident.policy.notificationChannels ?? []) {
      const channel = this.channels.find(name);
      if (channel) this.#cloud.track(notifyChannel(this.#cloud, channel, incident));
    }
  }
}

/** Opens what a cloud keeps of Cloud Monitoring. */
export function openCloudMonitoring(cloud: Cloud): CloudMonitoring {
  return new CloudMonitoring(cloud);
}
