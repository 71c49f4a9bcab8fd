import type { Cloud } from "../cloud.ts";
import { checkInput } from "../input-shape.ts";
import { ServiceError } from "../service-error.ts";
import type { Storage } from "../storage/storage.ts";

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly dataType: string;
  /** Values of every version, the first first. */
  readonly values: readonly string[];
  readonly modified: number;
}

interface PutInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: string;
  readonly Description?: string;
  readonly DataType?: string;
  readonly Overwrite?: boolean;
}

const STANDARD_BYTES = 4_096;

/** Adds the Parameter Store of Systems Manager to a cloud. */
export function registerSsm(
  cloud: Cloud,
  { storage = cloud.storage }: { readonly storage?: Storage } = {},
): void {
  const kept = storage.collection<Parameter>("parameters");
  const parameters = new Map<string, Parameter>(kept.entries());
  const describe = (parameter: Parameter, version = parameter.values.length, selector = ""): object => ({
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.values[version - 1],
    Version: version,
    ...(selector && { Selector: selector }),
    LastModifiedDate: parameter.modified / 1_000,
    ARN: `arn:aws:ssm:${cloud.region}:${cloud.accountId}:parameter${parameter.name.startsWith("/") ? "" : "/"}${parameter.name}`,
    DataType: parameter.dataType,
  });
  const find = (given: string): object | undefined => {
    const path = /^arn:aws[\w-]*:ssm:[^:]*:\d*:parameter(\/.*)$/.exec(given)?.[1];
    const [name, selector] = (path ?? given).split(":");
    const parameter = parameters.get(name!) ?? (path && parameters.get(name!.slice(1)));
    if (!parameter) return undefined;
    const version = selector === undefined ? parameter.values.length : Number(selector);
    if (parameter.values[version - 1] === undefined)
      throw new ServiceError(
        "ParameterVersionNotFound",
        `Systems Manager could not find version ${selector} of ${name}.`,
      );
    return describe(parameter, version, selector && `:${selector}`);
  };
  const remove = (name: string): boolean => {
    const found = parameters.delete(name);
    kept.delete(name);
    if (found) cloud.events.emit("resource", { type: "AWS::SSM::Parameter", name, change: "deleted" });
    return found;
  };
  cloud.register("ssm", {
    PutParameter(input: PutInput) {
      checkInput(input, {
        Name: { type: "string", minimum: 1, maximum: 2_048, pattern: "[a-zA-Z0-9_.\\-/]+", required: true },
        Value: { type: "string", minimum: 1, required: true },
        Type: { type: "string", values: ["String", "StringList", "SecureString"] },
        Description: { type: "string", maximum: 1_024 },
        Overwrite: { type: "boolean" },
      });
      const present = parameters.get(input.Name);
      if (present && !input.Overwrite)
        throw new ServiceError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        );
      const type = input.Type ?? present?.type;
      if (!type)
        throw new ServiceError(
          "ValidationException",
          "A parameter type is required when you create a parameter.",
        );
      if (Buffer.byteLength(input.Value) > 2 * STANDARD_BYTES)
        throw new ServiceError(
          "ValidationException",
          `The value is longer than ${2 * STANDARD_BYTES} bytes.`,
        );
      const values = [...(present?.values ?? []), input.Value];
      const parameter: Parameter = {
        name: input.Name,
        type,
        description: input.Description ?? present?.description,
        dataType: input.DataType ?? present?.dataType ?? "text",
        values,
        modified: cloud.clock.now(),
      };
      parameters.set(input.Name, parameter);
      kept.set(input.Name, parameter);
      const change = present ? "updated" : "created";
      cloud.events.emit("resource", { type: "AWS::SSM::Parameter", name: input.Name, change });
      return {
        Version: values.length,
        Tier: Buffer.byteLength(input.Value) > STANDARD_BYTES ? "Advanced" : "Standard",
      };
    },

    GetParameter({ Name }: { Name: string }) {
      checkInput({ Name }, { Name: { type: "string", minimum: 1, maximum: 2_048, required: true } });
      const Parameter = find(Name);
      if (!Parameter) throw new ServiceError("ParameterNotFound", `Parameter ${Name} not found.`);
      return { Parameter };
    },

    GetParameters({ Names }: { Names: string[] }) {
      checkInput(
        { Names },
        { Names: { type: "list", minimum: 1, maximum: 10, of: { type: "string" }, required: true } },
      );
      const found = Names.map((name) => ({ name, parameter: find(name) }));
      return {
        Parameters: found.flatMap(({ parameter }) => parameter ?? []),
        InvalidParameters: found.filter(({ parameter }) => !parameter).map(({ name }) => name),
      };
    },

    GetParametersByPath(input: {
      Path: string;
      Recursive?: boolean;
      MaxResults?: number;
      NextToken?: string;
    }) {
      checkInput(input, {
        Path: { type: "string", minimum: 1, pattern: "/.*", required: true },
        Recursive: { type: "boolean" },
        MaxResults: { type: "integer", minimum: 1, maximum: 10 },
      });
      const path = input.Path.endsWith("/") ? input.Path : `${input.Path}/`;
      const found = [...parameters.values()]
        .filter(
          ({ name }) => name.startsWith(path) && (input.Recursive || !name.slice(path.length).includes("/")),
        )
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const start = Number(input.NextToken ?? 0);
      if (!Number.isInteger(start))
        throw new ServiceError("InvalidNextToken", "The specified token isn't valid.");
      const next = start + (input.MaxResults ?? 10);
      return {
        Parameters: found.slice(start, next).map((parameter) => describe(parameter)),
        ...(next < found.length && { NextToken: String(next) }),
      };
    },

    DeleteParameter({ Name }: { Name: string }) {
      if (!remove(Name)) throw new ServiceError("ParameterNotFound", `Parameter ${Name} not found.`);
      return {};
    },

    DeleteParameters({ Names }: { Names: string[] }) {
      const deleted = (Names ?? []).filter(remove);
      return {
        DeletedParameters: deleted,
        InvalidParameters: (Names ?? []).filter((name) => !deleted.includes(name)),
      };
    },
  });
}
