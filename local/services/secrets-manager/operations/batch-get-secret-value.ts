import type { BatchGetSecretValueRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { matchesFilters } from "../secret-filter.ts";
import { secretValue } from "../secret-value.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
export function batchGetSecretValue(
  { SecretIdList: ids, Filters, MaxResults = 20, NextToken }: Input<BatchGetSecretValueRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  if ((ids === undefined) === (Filters === undefined))
    throw new ServiceError(
      "InvalidParameterException",
      "Either 'SecretIdList' or 'Filters' must be provided, but not both.",
    );
  const wanted =
    ids ??
    secrets
      .all()
      .filter((secret) => secret.deleted === undefined && matchesFilters(secret, Filters ?? []))
      .map(({ arn }) => arn);
  const { items, ...next } = page(wanted, NextToken, {
    size: MaxResults,
    invalid: () => new ServiceError("InvalidNextTokenException", "The NextToken value is invalid."),
  });
  const SecretValues: object[] = [];
  const Errors: object[] = [];
  for (const SecretId of items)
    try {
      SecretValues.push(secretValue(secrets.live(SecretId)));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Errors.push({ SecretId, ErrorCode: error.code, Message: error.message });
    }
  return { SecretValues, Errors, ...next };
}
