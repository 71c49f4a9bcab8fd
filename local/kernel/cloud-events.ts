import { EventEmitter } from "node:events";
import type { AlarmState } from "cumulog/semantics";

/** What happens in the cloud, for the page, for `tail` and for tests. Times are cloud time in milliseconds. */
export interface CloudEvents {
  /** Log events became readable. */
  "log-events": [
    {
      readonly logGroupName: string;
      readonly logStreamName: string;
      readonly events: readonly {
        readonly id: string;
        readonly timestamp: number;
        readonly message: string;
      }[];
    },
  ];
  /** Google log entries became readable; the entries are in the API's JSON form. */
  "google-entries": [
    {
      readonly entries: readonly Record<string, unknown>[];
      /** Full names of the buckets that store each. */
      readonly buckets: readonly (readonly string[])[];
    },
  ];
  /** An alarm or composite alarm changed its state. */
  "alarm-state": [
    {
      readonly alarmName: string;
      readonly alarmType: "MetricAlarm" | "CompositeAlarm" | "LogAlarm";
      readonly from: AlarmState;
      readonly to: AlarmState;
      readonly reason: string;
      readonly timestamp: number;
    },
  ];
  /** An incident of an alert policy of Google Cloud opened or closed. */
  "google-incident": [
    {
      readonly incidentId: string;
      /** Full name. */
      readonly policy: string;
      readonly policyName: string;
      readonly state: "open" | "closed";
      readonly summary: string;
      readonly timestamp: number;
    },
  ];
  /** A scheduled query of CloudWatch Logs has run. */
  "scheduled-query": [
    {
      readonly scheduledQueryArn: string;
      readonly queryId: string;
      /** When the run was due. */
      readonly scheduledAt: number;
      readonly status: "Complete" | "Failed" | "InvalidQuery" | "Timeout";
      /** Cells by column, without `@ptr`. */
      readonly rows: readonly Readonly<Record<string, string>>[];
      readonly errorMessage?: string;
    },
  ];
  /** A service tells the default event bus of EventBridge what happened in it. */
  "service-event": [
    {
      /** For example `"aws.cloudwatch"`. */
      readonly source: string;
      /** For example `"CloudWatch Alarm State Change"`. */
      readonly detailType: string;
      readonly time: number;
      /** ARNs. */
      readonly resources: readonly string[];
      readonly detail: () => unknown;
    },
  ];
  /** A message reached the inbox. */
  notification: [InboxMessage];
  /** A Lambda function finished an invocation. */
  invocation: [
    {
      readonly functionName: string;
      readonly requestId: string;
      readonly timestamp: number;
      readonly durationMs: number;
      readonly outcome: "success" | "error" | "timeout" | "crash";
      readonly error?: string;
    },
  ];
  /** A resource was created, changed or removed. */
  resource: [
    { readonly type: string; readonly name: string; readonly change: "created" | "updated" | "deleted" },
  ];
}

/** A message that the cloud would have sent outside: e-mail, SMS, and posts to addresses that are not loopback. */
export interface InboxMessage {
  readonly id: string;
  readonly timestamp: number;
  /** `"email"`, `"email-json"`, `"sms"`, `"http"`, `"https"`, `"sqs"`, `"webhook"` … */
  readonly protocol: string;
  readonly to: string;
  readonly subject: string | undefined;
  readonly body: string;
  /** The same as HTML, of a mail that has both. */
  readonly html?: string;
  /** Pictures in it, as `data:` addresses. */
  readonly pictures?: readonly string[];
  /** ARN of the topic, or name of the function, alert policy or address, that sent it. */
  readonly from: string;
}

/** Typed event bus of one cloud. */
export class CloudEventBus extends EventEmitter<CloudEvents> {
  constructor() {
    super();
    this.setMaxListeners(0);
  }
}
