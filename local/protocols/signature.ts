import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "../kernel/service-error.ts";

/** Who signed a request and for what, as the signature's scope says. */
export interface Signature {
  readonly accessKeyId: string;
  /** Undefined when the signature does not tell. */
  readonly region: string | undefined;
  readonly service: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const SCOPE_PARTS = 5;
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/**
 * Reads the signature of a request from its `Authorization` header or, when presigned, from its query. The local
 * cloud knows no secret keys, so the form and the scope are checked and the digest is not.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 *
 * @throws ServiceError `MissingAuthenticationTokenException`, `IncompleteSignatureException` or
 *   `InvalidSignatureException`
 */
export function readSignature(headers: IncomingHttpHeaders, url: URL): Signature {
  if (headers.authorization !== undefined) return readHeader(headers.authorization, headers);
  if (isSigned(headers, url)) return readQuery(url.searchParams);
  throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", {
    statusCode: 403,
  });
}

/** Whether a request carries a signature at all. */
export function isSigned({ authorization }: IncomingHttpHeaders, { searchParams }: URL): boolean {
  return (
    authorization !== undefined ||
    searchParams.has("X-Amz-Algorithm") ||
    searchParams.has("X-Amz-Signature") ||
    isOfVersion2(searchParams)
  );
}

/**
 * Whether it is one of the older form, which boto3 and the AWS command line give presigned URLs of S3 and nothing else.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
const isOfVersion2 = (query: URLSearchParams): boolean =>
  ["AWSAccessKeyId", "Signature", "Expires"].every((name) => query.get(name));

/** @throws ServiceError `InvalidSignatureException` when the scope names another region or service */
export function checkScope(signature: Signature, region: string, service: string): void {
  if (signature.region !== undefined && signature.region !== region)
    throw invalid(
      `Credential should be scoped to a valid region. (expected '${region}', got '${signature.region}')`,
    );
  if (signature.service !== service)
    throw invalid(`Credential should be scoped to correct service: '${service}'.`);
}

function readHeader(authorization: string, headers: IncomingHttpHeaders): Signature {
  const [algorithm = "", ...rest] = authorization.trim().split(/\s+/);
  if (algorithm !== ALGORITHM)
    throw incomplete(`Unsupported signing algorithm '${algorithm.slice(0, 64)}': expected ${ALGORITHM}.`);
  const parts = new Map(
    rest
      .join("")
      .split(",")
      .map((part) => {
        const equals = part.indexOf("=");
        return [part.slice(0, equals), part.slice(equals + 1)] as const;
      }),
  );
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  const date = headers["x-amz-date"] ?? headers.date;
  if (date === undefined)
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (missing.length > 0) throw incomplete(missing.join(" "));
  if (headers["x-amz-date"] !== undefined) checkDate(String(headers["x-amz-date"]));
  checkDigest(parts.get("Signature")!);
  return readCredential(parts.get("Credential")!);
}

function readQuery(query: URLSearchParams): Signature {
  if (isOfVersion2(query))
    return { accessKeyId: query.get("AWSAccessKeyId")!, region: undefined, service: "s3" };
  const missing = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
    "X-Amz-Date",
  ]
    .filter((name) => !query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  if (missing.length > 0) throw incomplete(missing.join(" "));
  if (query.get("X-Amz-Algorithm") !== ALGORITHM)
    throw incomplete(`Unsupported signing algorithm: expected ${ALGORITHM}.`);
  checkDate(query.get("X-Amz-Date")!);
  checkDigest(query.get("X-Amz-Signature")!);
  return readCredential(query.get("X-Amz-Credential")!);
}

function readCredential(credential: string): Signature {
  const parts = credential.split("/");
  if (parts.length < SCOPE_PARTS || parts.some((part) => part === ""))
    throw incomplete(
      `Credential must have exactly ${SCOPE_PARTS} slash-delimited elements, e.g. keyid/date/region/service/term.`,
    );
  const [term, service, region, date] = parts.reverse() as [string, string, string, string];
  if (term !== "aws4_request")
    throw invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
  if (!/^\d{8}$/.test(date)) throw invalid("Date in Credential scope must have the form YYYYMMDD.");
  return { accessKeyId: parts.slice(4).reverse().join("/"), region, service };
}

function checkDate(date: string): void {
  if (!/^\d{8}T\d{6}Z$/.test(date))
    throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${date.slice(0, 64)}'.`);
}

function checkDigest(digest: string): void {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw invalid(MISMATCH);
}

function incomplete(message: string): ServiceError {
  return new ServiceError("IncompleteSignatureException", message);
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidSignatureException", message, { statusCode: 403 });
}
