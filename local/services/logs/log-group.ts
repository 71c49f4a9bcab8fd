import type {
  LogGroupClass,
  MetricTransformation,
  Processor,
  SubscriptionFilter,
} from "@aws-sdk/client-cloudwatch-logs";
import { EventList } from "./event-list.ts";

/** A log stream and its events. */
export class LogStream {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: number;
  readonly events = new EventList();
  lastIngestionTime: number | undefined;
  /** Number of PutLogEvents calls that stored something. */
  uploads = 0;

  constructor(name: string, groupArn: string, creationTime: number) {
    this.name = name;
    this.arn = `${groupArn}:log-stream:${name}`;
    this.creationTime = creationTime;
  }

  get firstEventTimestamp(): number | undefined {
    return this.events.at(0)?.timestamp;
  }

  get lastEventTimestamp(): number | undefined {
    return this.events.at(this.events.length - 1)?.timestamp;
  }
}

export interface MetricFilterRecord {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: MetricTransformation[];
  readonly creationTime: number;
  readonly logGroupName: string;
  readonly applyOnTransformedLogs: boolean;
  readonly fieldSelectionCriteria?: string;
  readonly emitSystemFieldDimensions?: string[];
}

/** A group's own transformer. */
export interface TransformerRecord {
  readonly transformerConfig: Processor[];
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}

/** What a template or an API call has said about a group: everything but its events. */
export interface LogGroupSettings {
  readonly creationTime: number;
  readonly logGroupClass: LogGroupClass;
  retentionInDays?: number | undefined;
  kmsKeyId?: string | undefined;
  deletionProtectionEnabled?: boolean | undefined;
  dataProtectionPolicy?: { policyDocument: string; lastUpdatedTime: number } | undefined;
  indexPolicy?: { policyDocument: string; lastUpdateTime: number } | undefined;
  transformer?: TransformerRecord | undefined;
  tags: Record<string, string>;
}

/** A log group with its streams and filters. */
export class LogGroup {
  readonly name: string;
  /** Without the `:*` that older fields of the API append. */
  readonly arn: string;
  readonly settings: LogGroupSettings;
  readonly streams = new Map<string, LogStream>();
  readonly metricFilters = new Map<string, MetricFilterRecord>();
  readonly subscriptionFilters = new Map<string, SubscriptionFilter>();
  storedBytes = 0;

  constructor(name: string, arn: string, settings: LogGroupSettings) {
    this.name = name;
    this.arn = arn;
    this.settings = settings;
  }
}
