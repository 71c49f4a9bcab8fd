import { ServiceError } from "../../kernel/service-error.ts";
import { labelsOf, newestOf, type Parameter, TIERS } from "./parameter.ts";

export interface ParameterFilter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

/** Keys that DescribeParameters takes. */
export const DESCRIBE_FILTERS = ["Path", "Name", "Type", "KeyId", "Tier"];
/** Keys that GetParametersByPath takes; labels too, though its message does not say so. */
export const PATH_FILTERS = ["Type", "KeyId"];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Path: ["Recursive", "OneLevel"],
  Name: ["BeginsWith", "Equals", "Contains"],
  Label: ["Equals"],
};
const VALUES: Readonly<Record<string, readonly string[]>> = {
  Tier: TIERS,
  Type: ["String", "StringList", "SecureString"],
};

/**
 * Checks filters as Systems Manager does.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 *
 * @throws ServiceError
 */
export function checkFilters(
  filters: readonly ParameterFilter[] | undefined,
  keys: readonly string[] = DESCRIBE_FILTERS,
): void {
  if (!filters) return;
  const seen = new Set<string>();
  for (const filter of filters) {
    if (seen.has(filter.Key))
      throw invalidKey(
        `The following filter is duplicated in the request: ${filter.Key}. A request can contain only one occurrence of a specific filter.`,
      );
    seen.add(filter.Key);
    checkFilter(filter, keys);
  }
}

function checkFilter({ Key, Option, Values = [] }: ParameterFilter, keys: readonly string[]): void {
  if (Key.startsWith("tag:")) return;
  const byPath = keys === PATH_FILTERS;
  if (!keys.includes(Key) && !(byPath && Key === "Label") && !(!byPath && Key === "DataType"))
    throw invalidKey(
      `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(", ")}]${byPath ? "." : ""}`,
    );
  if (Values.length === 0)
    throw new ServiceError(
      "InvalidFilterValue",
      `The following filter values are missing : null for filter key ${Key}`,
    );
  if (Key === "Path") checkPathPrefixes(Values);
  const options = OPTIONS[Key] ?? ["BeginsWith", "Equals"];
  if (Option !== undefined && !options.includes(Option)) {
    const told = options.filter((option) => option !== "Contains");
    throw new ServiceError(
      "InvalidFilterOption",
      `The following filter option is not valid: ${Option}. Valid options include: [${told.join(", ")}]${Key === "Path" ? "" : "."}`,
    );
  }
  if (Key === "Path") checkPathForm(Values);
  const values = Option === "BeginsWith" ? undefined : VALUES[Key];
  const unknown = values && Values.find((value) => !values.includes(value));
  if (unknown !== undefined)
    throw new ServiceError(
      "InvalidFilterValue",
      `The following filter value is not valid: ${unknown}. Valid values include: [${values!.join(", ")}]`,
    );
}

function checkPathPrefixes(paths: readonly string[]): void {
  for (const path of paths) {
    if (/^\/?(aws|ssm)/i.test(path))
      throw new ServiceError(
        "ValidationException",
        'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
      );
  }
}

function checkPathForm(paths: readonly string[]): void {
  const malformed = paths.find((path) => path !== "/" && !/^(\/[\w.-]+)+\/?$/.test(path));
  if (malformed !== undefined) throw badPath(malformed);
}

function badPath(path: string): ServiceError {
  return new ServiceError(
    "ValidationException",
    `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_. (found "${path.slice(0, 100)}")`,
  );
}

/** Compiles filters that have been checked: a parameter has to pass every one of them. */
export function compileFilters(filters: readonly ParameterFilter[]): (parameter: Parameter) => boolean {
  const tests = filters.map(compile);
  return (parameter) => tests.every((test) => test(parameter));
}

function compile({ Key, Option, Values }: ParameterFilter): (parameter: Parameter) => boolean {
  if (Key === "Path") return (parameter) => Values!.some((path) => under(parameter.name, path, Option));
  if (Key === "Name") {
    const plain = (name: string): string => name.replace(/^\//, "");
    // A name that is asked for by a part of it is looked at with its slash in front.
    const contained = (name: string, value: string): boolean => `/${plain(name)}`.includes(value);
    return ({ name }) =>
      Values!.some((value) =>
        Option === "Contains" ? contained(name, value) : compare(plain(name), plain(value), Option),
      );
  }
  return (parameter) => {
    const actual = valuesOf(parameter, Key);
    if (!Values) return actual.length > 0;
    return actual.some((value) => Values.some((wanted) => compare(value, wanted, Option)));
  };
}

function compare(value: string, wanted: string, option = "Equals"): boolean {
  return option === "BeginsWith" ? value.startsWith(wanted) : value === wanted;
}

function valuesOf(parameter: Parameter, key: string): readonly string[] {
  const { type, keyId, tier, dataType, version } = newestOf(parameter);
  if (key.startsWith("tag:")) return [parameter.tags[key.slice(4)]].filter((value) => value !== undefined);
  switch (key) {
    case "Type":
      return [type];
    case "KeyId":
      return keyId === undefined ? [] : [keyId];
    case "Tier":
      return [tier];
    case "DataType":
      return [dataType];
    default:
      return labelsOf(parameter, version);
  }
}

function under(name: string, path: string, option = "OneLevel"): boolean {
  const full = name.startsWith("/") ? name : `/${name}`;
  const folder = path.endsWith("/") ? path : `${path}/`;
  if (!full.startsWith(folder)) return false;
  return option === "Recursive" || !full.slice(folder.length).includes("/");
}

function invalidKey(message: string): ServiceError {
  return new ServiceError("InvalidFilterKey", message);
}
