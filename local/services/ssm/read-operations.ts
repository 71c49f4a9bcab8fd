import type { Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { checkInput } from "./check-input.ts";
import { labelsOf, newestOf, type Parameter, type ParameterVersion, shownValue } from "./parameter.ts";
import { checkFilters, compileFilters, PATH_FILTERS, type ParameterFilter } from "./parameter-filter.ts";
import { type Found, type ParameterStore, pageOf } from "./parameter-store.ts";

interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Decryption {
  readonly WithDecryption?: boolean;
}

/** Getting, listing and deleting parameters. */
export function readOperations(parameters: ParameterStore): Operations {
  const describe = ({ parameter, version, selector }: Found, decrypted = false): object => ({
    Name: parameter.name,
    Type: version.type,
    Value: shownValue(version, decrypted),
    Version: version.version,
    ...(selector && { Selector: selector }),
    LastModifiedDate: version.modified / 1_000,
    ARN: parameters.arnOf(parameter),
    DataType: version.dataType,
  });
  return {
    GetParameter(input: Decryption & { Name: string }) {
      checkInput(input, { Name: { type: "string", minimum: 1, maximum: 2_048, required: true } });
      return { Parameter: describe(parameters.find(input.Name), input.WithDecryption) };
    },

    GetParameters(input: Decryption & { Names: string[] }) {
      checkInput(input, {
        Names: { type: "list", minimum: 1, maximum: 10, of: { type: "string" }, required: true },
      });
      const Parameters: object[] = [];
      const InvalidParameters: string[] = [];
      for (const name of new Set(input.Names)) {
        try {
          Parameters.push(describe(parameters.find(name), input.WithDecryption));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          InvalidParameters.push(name);
        }
      }
      return { Parameters, InvalidParameters };
    },

    GetParametersByPath(
      input: Page & Decryption & { Path: string; Recursive?: boolean; ParameterFilters?: ParameterFilter[] },
    ) {
      checkInput(input, {
        Path: { type: "string", minimum: 1, maximum: 2_048, required: true },
        Recursive: { type: "boolean" },
        MaxResults: { type: "integer", minimum: 1, maximum: 10 },
      });
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
          describe({ parameter, version: newestOf(parameter), selector: "" }, input.WithDecryption),
        ),
        ...next,
      };
    },

    DescribeParameters(
      input: Page & {
        Filters?: { Key: string; Values: string[] }[];
        ParameterFilters?: ParameterFilter[];
      },
    ) {
      if (input.Filters?.length && input.ParameterFilters?.length)
        throw new ServiceError(
          "ValidationException",
          "You can use either Filters or ParameterFilters in a single request.",
        );
      checkInput(input, { MaxResults: { type: "integer", minimum: 1, maximum: 50 } });
      checkFilters(input.ParameterFilters);
      const wanted = compileFilters(input.ParameterFilters ?? input.Filters ?? []);
      const found = parameters.all().filter(wanted);
      const { items, ...next } = pageOf(found, input.MaxResults ?? 10, input.NextToken);
      return {
        Parameters: items.map((parameter) => metadata(parameter, newestOf(parameter), parameters)),
        ...next,
      };
    },

    GetParameterHistory(input: Page & Decryption & { Name: string }) {
      checkInput(input, {
        Name: { type: "string", minimum: 1, maximum: 2_048, required: true },
        MaxResults: { type: "integer", minimum: 1, maximum: 50 },
      });
      const parameter = parameters.at(input.Name);
      const { items, ...next } = pageOf(parameter.versions, input.MaxResults ?? 50, input.NextToken);
      return {
        Parameters: items.map((version) => ({
          ...metadata(parameter, version),
          Value: shownValue(version, input.WithDecryption ?? false),
          Labels: labelsOf(parameter, version.version),
        })),
        ...next,
      };
    },

    DeleteParameter({ Name }: { Name: string }) {
      if (!parameters.remove(Name))
        throw new ServiceError("ParameterNotFound", `Parameter ${Name} not found.`);
      return {};
    },

    DeleteParameters({ Names = [] }: { Names: string[] }) {
      const deleted = Names.filter((name) => parameters.remove(name));
      return {
        DeletedParameters: deleted,
        InvalidParameters: Names.filter((name) => !deleted.includes(name)),
      };
    },
  };
}

function metadata(parameter: Parameter, version: ParameterVersion, parameters?: ParameterStore): object {
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
      PolicyText: typeof policy === "string" ? policy : JSON.stringify(policy),
      PolicyType: typeof policy === "string" ? policy : policy.Type,
      PolicyStatus: "Finished",
    }));
  } catch {
    return undefined;
  }
}
