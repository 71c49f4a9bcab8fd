import { RemovalPolicy, Token } from "aws-cdk-lib";
import { CfnFunction, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CfnLogGroup, LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

/** Levels that Lambda knows, the least severe first. */
export type FunctionLogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/**
 * Gives the log of a function a retention, unless it has one. Without a log group of its own Lambda makes one at the first invocation and keeps
 * its events for ever.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function keepFunctionLog(
  scope: Construct,
  id: string,
  { of, retention }: { readonly of: LambdaFunction | CfnFunction; readonly retention: RetentionDays },
): void {
  const resource = of instanceof CfnFunction ? of : (of.node.defaultChild as CfnFunction);
  const config = loggingOf(resource);
  if (config === undefined || config.logGroup !== undefined || of.node.tryFindChild("LogRetention")) return;
  // CDK's flag useCdkManagedLogGroup has it made already, under the name that Lambda takes by itself.
  const group = of === resource ? undefined : of.node.tryFindChild("LogGroup")?.node.defaultChild;
  if (group instanceof CfnLogGroup) {
    group.retentionInDays = retention;
    return;
  }
  const logGroup = new LogGroup(scope, id, { retention, removalPolicy: RemovalPolicy.RETAIN });
  resource.loggingConfig = { ...config, logGroup: logGroup.logGroupName };
  if (!(of instanceof CfnFunction)) logGroup.grantWrite(of);
}

/** Has Lambda drop records below this level, unless the function says what it wants. */
export function setFunctionLogLevel(resource: CfnFunction, level: FunctionLogLevel): void {
  const config = loggingOf(resource);
  if (config === undefined || config.logFormat === "Text" || config.applicationLogLevel !== undefined) return;
  resource.loggingConfig = { ...config, logFormat: "JSON", applicationLogLevel: level.toUpperCase() };
}

/** Undefined when only the deployment knows it. */
function loggingOf({ loggingConfig = {} }: CfnFunction): CfnFunction.LoggingConfigProperty | undefined {
  return Token.isUnresolved(loggingConfig) ? undefined : (loggingConfig as CfnFunction.LoggingConfigProperty);
}
