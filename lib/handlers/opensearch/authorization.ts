import { findAwsCredentials } from "../../connection/aws-credentials.ts";
import type { SearchAuthorization } from "../../search/authorization.ts";
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
    credentials:
      typeof credentials === "function" ? credentials : async () => credentials ?? findAwsCredentials(region),
  };
}
