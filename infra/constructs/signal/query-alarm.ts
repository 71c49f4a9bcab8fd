import { Validations } from "aws-cdk-lib";
import { CfnLogAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { LogAlarmDefinition } from "cumulog/signals";

export interface QueryAlarmProps {
  readonly definition: LogAlarmDefinition;
  readonly logGroup: ILogGroup;
  readonly alarmDescription: string;
}

/**
 * A log alarm with the roles that it needs: one that runs the query, and one that reads the lines for a notification.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Alarm-On-Logs.html
 */
export class QueryAlarm extends Construct {
  readonly alarm: CfnLogAlarm;

  constructor(scope: Construct, id: string, { definition, logGroup, alarmDescription }: QueryAlarmProps) {
    super(scope, id);
    const { ScheduledQueryConfiguration: query, ActionLogLineCount: lines } = definition;
    const role = new Role(this, "QueryRole", { assumedBy: new ServicePrincipal("logs.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ["logs:StartQuery"],
        resources: [logGroup.logGroupArn],
      }),
    );
    // These take no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ["logs:StopQuery", "logs:GetQueryResults", "logs:DescribeLogGroups"],
        resources: ["*"],
      }),
    );
    Validations.of(this).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Queries that run have no ARN: these actions take no resource.",
    });
    const { StartTimeOffset, EndTimeOffset, ScheduleExpression } = query.ScheduleConfiguration;
    this.alarm = new CfnLogAlarm(this, "Resource", {
      alarmName: definition.AlarmName,
      alarmDescription,
      comparisonOperator: definition.ComparisonOperator,
      threshold: definition.Threshold,
      queryResultsToEvaluate: definition.QueryResultsToEvaluate,
      queryResultsToAlarm: definition.QueryResultsToAlarm,
      scheduledQueryConfiguration: {
        queryString: query.QueryString,
        aggregationExpression: query.AggregationExpression,
        logGroupIdentifiers: [logGroup.logGroupName],
        scheduledQueryRoleArn: role.roleArn,
        scheduleConfiguration: {
          scheduleExpression: ScheduleExpression,
          startTimeOffset: StartTimeOffset,
          ...(EndTimeOffset !== undefined && { endTimeOffset: EndTimeOffset }),
        },
      },
      ...(definition.TreatMissingData !== undefined && { treatMissingData: definition.TreatMissingData }),
      ...(lines !== undefined && {
        actionLogLineCount: lines,
        actionLogLineRoleArn: this.#lineRole().roleArn,
      }),
    });
    this.alarm.node.addDependency(role);
  }

  #lineRole(): Role {
    const role = new Role(this, "LineRole", { assumedBy: new ServicePrincipal("cloudwatch.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ["logs:GetQueryResults"], resources: ["*"] }),
    );
    return role;
  }
}
