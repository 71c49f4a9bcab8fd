import { type AwsCredentials, type SignedRequest, signatureHeaders } from "../connection/signature.ts";

/** How a client says who it is. */
export type SearchAuthorization =
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  /** An encoded API key of Elasticsearch. */
  | { readonly type: "apiKey"; readonly key: string }
  /** Signature Version 4, for Amazon OpenSearch Service (`es`) and OpenSearch Serverless (`aoss`). */
  | {
      readonly type: "aws";
      readonly region: string;
      /** @default "aoss" for hosts under aoss.amazonaws.com, else "es" */
      readonly service?: "es" | "aoss" | undefined;
      readonly credentials: () => Promise<AwsCredentials>;
    };

/** Headers that authorize a request. */
export async function authorizationHeaders(
  authorization: SearchAuthorization | undefined,
  request: SignedRequest,
): Promise<Readonly<Record<string, string>>> {
  switch (authorization?.type) {
    case undefined:
      return {};
    case "basic": {
      const { username, password } = authorization;
      return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
    }
    case "apiKey":
      return { authorization: `ApiKey ${authorization.key}` };
    case "aws": {
      const { region, service = serviceOf(request.url) } = authorization;
      const credentials = await authorization.credentials();
      return signatureHeaders(request, { region, service, credentials }, new Date());
    }
  }
}

const serviceOf = (url: URL): "es" | "aoss" => (url.hostname.endsWith(".aoss.amazonaws.com") ? "aoss" : "es");
