import { missing } from "../../optional-package.ts";
import type { SearchAuthorization } from "../../search/authorization.ts";
import type { AwsCredentials } from "../../search/signature.ts";
import type { OpenSearchAuth } from "./opensearch-options.ts";

/** The authorization that `auth` describes. Credentials of AWS are looked for when they are first needed. */
export function authorizationOf(auth: OpenSearchAuth | undefined): SearchAuthorization | undefined {
  if (auth?.type !== "aws") return auth;
  const region = auth.region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region === undefined)
    throw new TypeError(
      "OpenSearchHandler: auth.region must be the Region of the domain; AWS_REGION is not set either",
    );
  const { credentials, service } = auth;
  return {
    type: "aws",
    region,
    service,
    credentials: typeof credentials === "function" ? credentials : async () => credentials ?? found(region),
  };
}

let provider: Promise<() => Promise<AwsCredentials>> | undefined;

async function found(region: string): Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY)
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    };
  // The SDK's client has the whole chain: profiles, containers, instances, web identities.
  provider ??= import("@aws-sdk/client-cloudwatch-logs")
    .catch(missing("@aws-sdk/client-cloudwatch-logs", "A search for credentials of AWS"))
    .then(({ CloudWatchLogsClient }) => new CloudWatchLogsClient({ region }).config.credentials);
  return (await provider)();
}
