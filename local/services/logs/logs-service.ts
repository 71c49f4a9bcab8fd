import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "../../kernel/cloud.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import { AccountPolicies } from "./account-policies.ts";
import { ExcludedPatterns } from "./anomalies/excluded-patterns.ts";
import { invalidParameter } from "./errors.ts";
import { groupNameOf } from "./group-identifier.ts";
import { LookupTables } from "./insights/lookup-tables.ts";
import { QueryRuns } from "./insights/query-runs.ts";
import { startLogQuery } from "./insights/start-log-query.ts";
import type { StoredEvent } from "./log-event.ts";
import type { LogGroup, LogStream } from "./log-group.ts";
import { LogStore } from "./log-store.ts";
import { deliverRows } from "./scheduled-queries/deliver-rows.ts";
import { ScheduledQueries } from "./scheduled-queries/scheduled-queries.ts";

/** Where metric filters and embedded metrics record their values. */
export type MetricSink = Pick<MetricStore, "record">;

/** Something that follows what is ingested: metric filters, subscriptions, live tails. */
export type IngestionListener = (group: LogGroup, stream: LogStream, events: readonly StoredEvent[]) => void;

/** What the operations of CloudWatch Logs share. */
export class LogsService {
  readonly cloud: Cloud;
  readonly store: LogStore;
  readonly ingestionListeners = new Set<IngestionListener>();
  /** Tags of every resource but log groups, by ARN; a resource without tags has an empty record. */
  readonly resourceTags: StoredMap<Readonly<Record<string, string>>>;
  readonly resourcePolicies: StoredMap<Logs.ResourcePolicy>;
  readonly queryDefinitions: StoredMap<Logs.QueryDefinition>;
  readonly anomalyDetectors: StoredMap<Logs.AnomalyDetector>;
  /** What the detectors found, by id, with the key that the engine knows the pattern by. */
  readonly anomalies: StoredMap<Logs.Anomaly & { readonly patternKey: string }>;
  readonly excludedPatterns: ExcludedPatterns;
  /** Runs the detectors. */
  anomalyWatching:
    | {
        exclude(detectorArn: string, patternKey: string, excluded: boolean): void;
        excludeFrom(groupName: string, patternKey: string, excluded: boolean): void;
      }
    | undefined;
  readonly destinations: StoredMap<Logs.Destination>;
  readonly accountPolicies: AccountPolicies;
  readonly queries: QueryRuns;
  readonly lookupTables: LookupTables;
  readonly scheduledQueries: ScheduledQueries;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.store = new LogStore(cloud);
    this.queries = new QueryRuns(cloud);
    this.lookupTables = new LookupTables(cloud, (queryId) => this.queries.get(queryId).results);
    this.resourcePolicies = new StoredMap(this.store.collection("logs.resource-policies"));
    this.queryDefinitions = new StoredMap(this.store.collection("logs.query-definitions"));
    this.anomalyDetectors = new StoredMap(this.store.collection("logs.anomaly-detectors"));
    this.anomalies = new StoredMap(this.store.collection("logs.anomalies"));
    this.excludedPatterns = new ExcludedPatterns(
      new StoredMap(this.store.collection("logs.excluded-patterns")),
    );
    this.destinations = new StoredMap(this.store.collection("logs.destinations"));
    this.accountPolicies = new AccountPolicies(this.store);
    this.resourceTags = new StoredMap(this.store.collection("logs.resource-tags"));
    this.scheduledQueries = new ScheduledQueries(cloud, {
      start: (query) => startLogQuery(this, query),
      deliver: deliverRows(cloud, this.lookupTables),
    });
  }

  /**
   * The group that an operation names by `logGroupName` or, with `logGroupIdentifier`, by name or ARN.
   *
   * @throws ServiceError
   */
  groupOf(input: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  }): LogGroup {
    const { logGroupName, logGroupIdentifier } = input;
    if (logGroupName !== undefined && logGroupIdentifier !== undefined)
      throw invalidParameter("LogGroup name and LogGroup Identifier can't be specified together.");
    const identifier = logGroupName ?? logGroupIdentifier;
    if (identifier === undefined)
      throw invalidParameter("Either LogGroup name or LogGroup Identifier must be specified.");
    return this.store.group(logGroupName ?? groupNameOf(identifier));
  }

  /** The index policy that holds for a group: its own, or the account's. */
  readonly indexPolicyOf = (
    group: LogGroup,
  ): { policyDocument: string; lastUpdateTime: number } | undefined => {
    if (group.settings.indexPolicy) return group.settings.indexPolicy;
    const policy = this.accountPolicies.indexPolicyOf(group);
    return policy && { policyDocument: policy.policyDocument, lastUpdateTime: policy.lastUpdatedTime };
  };

  changed(type: string, name: string, change: "created" | "updated" | "deleted"): void {
    this.cloud.events.emit("resource", { type, name, change });
  }
}
