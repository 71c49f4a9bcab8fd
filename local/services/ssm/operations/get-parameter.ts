import type { GetParameterRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describeFound } from "../shown-parameter.ts";
import type { ParameterStore } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export function getParameter(input: Input<GetParameterRequest>, { state: parameters }: Call<ParameterStore>) {
  return { Parameter: describeFound(parameters, parameters.find(input.Name), input.WithDecryption) };
}
