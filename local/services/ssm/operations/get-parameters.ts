import type { GetParametersRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { describeFound } from "../shown-parameter.ts";
import type { ParameterStore } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export function getParameters(
  input: Input<GetParametersRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const Parameters: object[] = [];
  const InvalidParameters: string[] = [];
  for (const name of new Set(input.Names)) {
    try {
      Parameters.push(describeFound(parameters, parameters.find(name), input.WithDecryption));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      InvalidParameters.push(name);
    }
  }
  return { Parameters, InvalidParameters };
}
