import type { AlarmBase, CfnAlarm, CfnCompositeAlarm, CfnLogAlarm } from "aws-cdk-lib/aws-cloudwatch";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";

/** Alarms of every kind: of metrics, composite, of PromQL (`CfnAlarm`), and of a query (`CfnLogAlarm`). */
export type AnyAlarm = AlarmBase | CfnAlarm | CfnCompositeAlarm | CfnLogAlarm;

/** Something that alarms report to, such as an `AlertChannel`. */
export interface AlarmReceiver {
  /** Has the alarm report when it goes off and when it comes back. */
  notify(alarm: AnyAlarm): void;
  /** Lets it show lines of a group whose alarms report to it. */
  read?(logGroup: ILogGroup): void;
}
