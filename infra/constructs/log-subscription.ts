import { Aws, Lazy, Token } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission, type IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSubscriptionFilter, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct, type IConstruct } from "constructs";
import { logGroupArnOf } from "./arn.ts";
import { checkPattern } from "./checked-pattern.ts";
import { ConstructError } from "./construct-error.ts";
import { transformerOf } from "./log-transformer.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const SUBSCRIPTION_FILTERS_PER_LOG_GROUP = 2;

/** Properties of {@link LogSubscription}. */
export interface LogSubscriptionProps {
  readonly logGroup: ILogGroup;
  readonly destination: IFunction;
  /** Events that are sent. @default every event */
  readonly pattern?: string;
  /** @default made by CloudFormation */
  readonly filterName?: string;
  /** Whether the documents of the group's transformer are sent instead of the events as they came. @default false */
  readonly transformed?: boolean;
}

const filtersOf = new WeakMap<IConstruct, CfnSubscriptionFilter[]>();

/**
 * Sends the events of a log group to a function. Takes care of what goes wrong by hand: a group has only two slots, the
 * permission must be there before the filter, filters of one group are made one after the other, and a function must not
 * be fed its own log.
 */
export class LogSubscription extends Construct {
  readonly filter: CfnSubscriptionFilter;

  /** @throws ConstructError when the pattern is wrong, the slots are taken, or the function would read its own log */
  constructor(
    scope: Construct,
    id: string,
    { logGroup, destination, pattern = "", filterName, transformed = false }: LogSubscriptionProps,
  ) {
    super(scope, id);
    checkPattern(this, pattern);
    this.#refuseOwnLog(logGroup, destination);
    const siblings = filtersOf.get(logGroup) ?? [];
    if (siblings.length >= SUBSCRIPTION_FILTERS_PER_LOG_GROUP)
      throw new ConstructError(
        this,
        `the log group ${logGroup.node.path} has ${siblings.length} subscription filters already, and CloudWatch Logs allows ${SUBSCRIPTION_FILTERS_PER_LOG_GROUP}: ${siblings.map((filter) => filter.node.path).join(", ")}`,
      );
    const permission = new CfnPermission(this, "Permission", {
      functionName: destination.functionArn,
      action: "lambda:InvokeFunction",
      principal: new ServicePrincipal("logs.amazonaws.com").service,
      sourceAccount: Aws.ACCOUNT_ID,
      sourceArn: Lazy.string({
        produce: () => logGroupArnOf(`${logGroup.logGroupName}:*`),
      }),
    });
    this.filter = new CfnSubscriptionFilter(this, "Filter", {
      logGroupName: logGroup.logGroupName,
      filterPattern: pattern,
      destinationArn: destination.functionArn,
      ...(filterName !== undefined && { filterName }),
      ...(transformed && { applyOnTransformedLogs: true }),
    });
    this.filter.addResourceDependency(permission);
    const transformer = transformerOf(logGroup);
    if (transformed && !transformer)
      throw new ConstructError(
        this,
        `the log group ${logGroup.node.path} has no transformer whose documents could be sent; expected parse`,
      );
    if (transformed) this.filter.node.addDependency(transformer!);
    const previous = siblings.at(-1);
    if (previous) this.filter.addResourceDependency(previous);
    filtersOf.set(logGroup, [...siblings, this.filter]);
  }

  /** A function that is sent its own log answers each record with more records, without end. */
  #refuseOwnLog(logGroup: ILogGroup, destination: IFunction): void {
    const own = (destination as { logGroup?: ILogGroup }).logGroup;
    const names = [logGroup.logGroupName, `/aws/lambda/${destination.functionName}`];
    const sameName = names.every((name) => !Token.isUnresolved(name)) && names[0] === names[1];
    if (own === logGroup || sameName)
      throw new ConstructError(
        this,
        `the function ${destination.node.path} would be sent its own log group ${logGroup.node.path} and never come to rest`,
      );
  }
}
