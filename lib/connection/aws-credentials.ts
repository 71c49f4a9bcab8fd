import { missing } from "../optional-package.ts";
import type { AwsCredentials } from "./signature.ts";

let provider: Promise<() => Promise<AwsCredentials>> | undefined;

/**
 * Credentials of AWS as the SDK finds them; those of the environment without the SDK.
 *
 * @throws {MissingPackageError} when they are not in the environment and the SDK is not installed
 */
export async function findAwsCredentials(region: string): Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY)
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
    };
  // The SDK's client has the whole chain: profiles, containers, instances, web identities.
  provider ??= import("@aws-sdk/client-cloudwatch-logs")
    .catch(missing("@aws-sdk/client-cloudwatch-logs", "A search for credentials of AWS"))
    .then(({ CloudWatchLogsClient }) => new CloudWatchLogsClient({ region }).config.credentials);
  return (await provider)();
}

/** Whether a value can be credentials of AWS, or a function that gives them. */
export function areAwsCredentials(value: unknown): boolean {
  return (
    typeof value === "function" || (typeof value === "object" && value !== null && "accessKeyId" in value)
  );
}
