import type { ListSecretsRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { describedSecret, stagesOf } from "../described-secret.ts";
import { matchesFilters } from "../secret-filter.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
export function listSecrets(input: Input<ListSecretsRequest>, { state: secrets }: Call<Secrets>): object {
  const { Filters = [], IncludePlannedDeletion = false, MaxResults = 100, NextToken, SortOrder } = input;
  const found = secrets
    .all()
    .filter(({ deleted }) => deleted === undefined || IncludePlannedDeletion)
    .filter((secret) => matchesFilters(secret, Filters));
  const sorted = SortOrder === "desc" ? found.toReversed() : found;
  const { items, ...next } = page(sorted, NextToken, {
    size: MaxResults,
    invalid: () => new ServiceError("InvalidNextTokenException", "The NextToken value is invalid."),
  });
  return {
    SecretList: items.map((secret) => ({
      ...describedSecret(secret),
      SecretVersionsToStages: stagesOf(secret),
    })),
    ...next,
  };
}
