import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";

/** Something that alarms report to, such as an `AlertChannel`. */
export interface AlarmReceiver {
  /** Has the alarm report when it goes off and when it comes back. */
  notify(alarm: Alarm): void;
}
