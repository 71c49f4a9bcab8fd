/** A configuration of Terraform as JSON. https://developer.hashicorp.com/terraform/language/syntax/json */
export interface TerraformJson {
  readonly terraform: object;
  readonly provider: object;
  readonly variable?: Readonly<Record<string, object>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly output?: Readonly<Record<string, object>>;
}

/** Resources by their types and names. */
export type TerraformResources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** One configuration of several parts. */
export function terraform(
  projectId: string,
  parts: readonly TerraformResources[],
  variable: Readonly<Record<string, object>> = {},
): TerraformJson {
  const resource: Record<string, Record<string, object>> = {};
  for (const part of parts)
    for (const [type, named] of Object.entries(part)) resource[type] = { ...resource[type], ...named };
  return {
    terraform: { required_providers: { google: { source: "hashicorp/google", version: ">= 5.0" } } },
    provider: { google: { project: projectId } },
    ...(Object.keys(variable).length > 0 && { variable }),
    resource,
  };
}
