import { missing } from "../../optional-package.ts";

/** What is used of the SDK. */
export type CloudWatchLogsSdk = Pick<
  typeof import("@aws-sdk/client-cloudwatch-logs"),
  | "CloudWatchLogsClient"
  | "CreateLogGroupCommand"
  | "CreateLogStreamCommand"
  | "PutLogEventsCommand"
  | "PutRetentionPolicyCommand"
>;

/**
 * Loads the SDK, as a whole: named exports would make a bundle smaller, and would break the bundle of whoever logs without it.
 *
 * @throws {MissingPackageError} when it is not installed
 */
export const loadSdk = (): Promise<CloudWatchLogsSdk> =>
  import("@aws-sdk/client-cloudwatch-logs").catch(
    missing("@aws-sdk/client-cloudwatch-logs", "CloudWatchHandler"),
  );
