import { Aws } from "aws-cdk-lib";

/** ARN of something of the stack's own account, which the template knows by name only. @param region @default the stack's */
export const arnOf = (service: string, resource: string, region: string = Aws.REGION): string =>
  `arn:${Aws.PARTITION}:${service}:${region}:${Aws.ACCOUNT_ID}:${resource}`;

/** ARN of a log group, without the `:*` that stands for its streams. */
export const logGroupArnOf = (logGroupName: string, region?: string): string =>
  arnOf("logs", `log-group:${logGroupName}`, region);
