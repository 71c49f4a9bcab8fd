import { jsonText } from "../../kernel/json-text.ts";
import { type Parameter, type ParameterVersion, shownValue } from "./parameter.ts";
import type { Found, ParameterStore } from "./state.ts";

export function metadata(
  parameter: Parameter,
  version: ParameterVersion,
  parameters?: ParameterStore,
): object {
  const { description, allowedPattern, keyId, policies } = version;
  return {
    Name: parameter.name,
    ...(parameters && { ARN: parameters.arnOf(parameter) }),
    Type: version.type,
    ...(keyId !== undefined && { KeyId: keyId }),
    LastModifiedDate: version.modified / 1_000,
    LastModifiedUser: "N/A",
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    ...(policies !== undefined && { Policies: policiesIn(policies) }),
    DataType: version.dataType,
  };
}

/** Policies are shown and have no effect. */
function policiesIn(text: string): object[] | undefined {
  try {
    return ([JSON.parse(text)] as { Type?: string }[]).flat().map((policy) => ({
      PolicyText: jsonText(policy),
      PolicyType: typeof policy === "string" ? policy : policy.Type,
      PolicyStatus: "Finished",
    }));
  } catch {
    return undefined;
  }
}

/** A version of a parameter as GetParameter answers it. */
export function describeFound(
  parameters: ParameterStore,
  { parameter, version, selector }: Found,
  decrypted = false,
): object {
  return {
    Name: parameter.name,
    Type: version.type,
    Value: shownValue(version, decrypted),
    Version: version.version,
    ...(selector && { Selector: selector }),
    LastModifiedDate: version.modified / 1_000,
    ARN: parameters.arnOf(parameter),
    DataType: version.dataType,
  };
}
