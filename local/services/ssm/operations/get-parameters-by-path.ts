import type { GetParametersByPathRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { newestOf } from "../parameter.ts";
import { checkFilters, compileFilters, PATH_FILTERS, type ParameterFilter } from "../parameter-filter.ts";
import { describeFound } from "../shown-parameter.ts";
import { type ParameterStore, pageOf } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export function getParametersByPath(
  input: Input<GetParametersByPathRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  checkFilters(input.ParameterFilters, PATH_FILTERS);
  const path: ParameterFilter = {
    Key: "Path",
    Option: input.Recursive ? "Recursive" : "OneLevel",
    Values: [input.Path],
  };
  const wanted = compileFilters([path, ...(input.ParameterFilters ?? [])]);
  const found = parameters
    .all()
    .filter(wanted)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, ...next } = pageOf(found, input.MaxResults ?? 10, input.NextToken);
  return {
    Parameters: items.map((parameter) =>
      describeFound(
        parameters,
        { parameter, version: newestOf(parameter), selector: "" },
        input.WithDecryption,
      ),
    ),
    ...next,
  };
}
