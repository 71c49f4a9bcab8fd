import { ServiceError } from "../../kernel/service-error.ts";

/** One page of queue URLs; a member without any is left out, as SQS does. */
export function pageOfUrls(
  member: string,
  urls: readonly string[],
  most = 1_000,
  token?: string,
): Record<string, unknown> {
  const start = token ? Number(Buffer.from(token, "base64").toString()) : 0;
  if (!Number.isInteger(start)) throw new ServiceError("InvalidParameterValue", "Invalid NextToken value.");
  const next = start + most;
  return {
    ...(start < urls.length && { [member]: urls.slice(start, next) }),
    ...(next < urls.length && { NextToken: Buffer.from(String(next)).toString("base64") }),
  };
}
