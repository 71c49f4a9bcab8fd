import { findAwsCredentials } from "../../connection/aws-credentials.ts";
import { type SignedRequest, signatureHeaders } from "../../connection/signature.ts";
import { missing } from "../../optional-package.ts";
import type { OtlpAuth } from "./otlp-options.ts";
import { regionOf } from "./otlp-settings.ts";

/** @see https://cloud.google.com/stackdriver/docs/otlp/overview */
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** Says who the handler is. */
export interface Authorization {
  /** Headers that authorize a request. */
  headers(request: SignedRequest): Promise<Readonly<Record<string, string>>>;
  /** Project of Google's credentials. */
  project(): Promise<string | undefined>;
}

/** Thrown where AWS's signature is wanted and no Region is known. */
export class MissingRegionError extends Error {
  override readonly name = "MissingRegionError";
}

/** The authorization that `auth` describes. Credentials are looked for when they are first needed. */
export function authorizationOf(auth: OtlpAuth, url: URL): Authorization {
  const project = async () => undefined;
  switch (auth.type) {
    case "none":
      return { headers: async () => ({}), project };
    case "bearer": {
      const { token } = auth;
      return {
        headers: async () => ({
          authorization: `Bearer ${typeof token === "function" ? await token() : token}`,
        }),
        project,
      };
    }
    case "aws":
      return { headers: (request) => signed(auth, url, request), project };
    case "google":
      return googleAuthorization(auth.keyFilename);
  }
}

async function signed(
  { region: named, service = "logs", credentials }: OtlpAuth & { readonly type: "aws" },
  url: URL,
  request: SignedRequest,
): Promise<Readonly<Record<string, string>>> {
  const region = regionOf(url, named, process.env);
  if (region === undefined)
    throw new MissingRegionError("the Region of the address is not known: set auth.region or AWS_REGION");
  const found =
    typeof credentials === "function"
      ? await credentials()
      : (credentials ?? (await findAwsCredentials(region)));
  return signatureHeaders(request, { region, service, credentials: found }, new Date());
}

function googleAuthorization(keyFilename: string | undefined): Authorization {
  let loaded: Promise<{ getRequestHeaders(): Promise<Headers>; getProjectId(): Promise<string> }> | undefined;
  const load = () => {
    loaded ??= import("google-auth-library")
      .catch(missing("google-auth-library", "OtlpHandler"))
      .then(
        ({ GoogleAuth }) =>
          new GoogleAuth({ scopes: [SCOPE], ...(keyFilename !== undefined && { keyFilename }) }),
      );
    return loaded;
  };
  return {
    headers: async () => Object.fromEntries((await (await load()).getRequestHeaders()).entries()),
    project: async () => (await load()).getProjectId(),
  };
}
