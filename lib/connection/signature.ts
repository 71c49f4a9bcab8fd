import { createHash, createHmac } from "node:crypto";

/** Credentials of AWS. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Bytes as they are sent. */
  readonly body: Uint8Array | string;
  /** Further headers to sign, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a signature holds. */
export interface SignatureScope {
  readonly region: string;
  /** `es` for Amazon OpenSearch Service, `aoss` for OpenSearch Serverless. */
  readonly service: string;
  readonly credentials: AwsCredentials;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * The headers that sign a request to AWS, Signature Version 4. Written out here, because the function and the handler carry no client
 * library.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureHeaders(
  { method, url, body, headers = {} }: SignedRequest,
  { region, service, credentials }: SignatureScope,
  now: Date,
): Record<string, string> {
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const payloadHash = sha256(body);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": time,
    ...(credentials.sessionToken !== undefined && { "x-amz-security-token": credentials.sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    ...names.map((name) => `${name}:${signed[name]!.trim().replaceAll(/ +/g, " ")}`),
    "",
    names.join(";"),
    payloadHash,
  ].join("\n");
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = [ALGORITHM, time, scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString("hex");
  const { host: _host, ...sent } = signed;
  return {
    ...sent,
    authorization: `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();

/** Each part of the path is encoded once more than it stands in the URL. */
function canonicalPath(path: string): string {
  return path
    .split("/")
    .map((part) => encode(part))
    .join("/");
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([name, value], [other, otherValue]) => compare(name, other) || compare(value, otherValue))
    .map((pair) => pair.join("="))
    .join("&");
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
