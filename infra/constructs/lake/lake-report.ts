import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { AlarmReceiver } from "../alarm-receiver.ts";
import { AlertChannel } from "../alert-channel.ts";
import { CumulogFunction } from "../cumulog-function.ts";
import { FunctionAlarms } from "../function-alarms.ts";
import { letAskLake } from "./lake-reader.ts";
import type { LogLake } from "./log-lake.ts";

/** Properties of {@link LakeReport}. */
export interface LakeReportProps {
  /** Lake that is asked; the reports lie in its bucket, under `reports/`. */
  readonly lake: LogLake;
  /** Where the link to each report is told, and trouble with it. @default nowhere */
  readonly channels?: readonly AlarmReceiver[] | undefined;
  /**
   * When a report is written, in UTC.
   *
   * @default "cron(0 7 ? * MON *)" Mondays at seven
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
   */
  readonly schedule?: string | undefined;
  /** Days that a report looks back. @default 7 */
  readonly days?: number | undefined;
  /** Title of the page. @default "Logs" */
  readonly title?: string | undefined;
  /** Names of queries that ship. @default those of `cumulog report` that answer something */
  readonly queries?: readonly string[] | undefined;
  /** Zone in which times are shown; days and hours are UTC. @default "UTC" */
  readonly timezone?: string | undefined;
}

/** A report of a lake, written again and again: one page in S3, and a message with its link. */
export class LakeReport extends Construct {
  readonly function: CumulogFunction;

  constructor(scope: Construct, id: string, props: LakeReportProps) {
    super(scope, id);
    const { lake, channels = [], schedule = "cron(0 7 ? * MON *)", days, title, queries, timezone } = props;
    const told = channels.filter((channel) => channel instanceof AlertChannel);
    this.function = new CumulogFunction(this, "Report", {
      code: "lake-report",
      description: "Writes a report of the lake into its bucket, and tells where it is",
      memorySize: 1_024,
      timeout: Duration.minutes(10),
      environment: {
        LAKE_REPORT_CONFIGURATION: JSON.stringify({
          database: lake.database,
          workgroup: lake.workgroup,
          bucket: lake.bucket.bucketName,
          topicArns: told.map(({ topic }) => topic.topicArn),
          ...(days !== undefined && { days }),
          ...(title !== undefined && { title }),
          ...(queries !== undefined && { queries }),
          ...(timezone !== undefined && { timezone }),
        }),
      },
    });
    letAskLake(this.function, lake);
    this.function.allow(
      ["s3:PutObject"],
      [lake.bucket.arnForObjects("reports/*")],
      "Each report is an object of its own.",
    );
    for (const channel of told) channel.grantPublish(this.function.function);
    new Rule(this, "Schedule", {
      description: "Writes a report of the lake",
      schedule: Schedule.expression(schedule),
      targets: [new LambdaFunction(this.function.function)],
    });
    new FunctionAlarms(this, "ReportAlarms", { of: this.function, channels });
  }
}
