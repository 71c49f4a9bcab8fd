import type { PutParameterRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { tagRecord } from "#kernel/tags.ts";
import { labelsOf, MOST_VERSIONS, newestOf, type Parameter, type ParameterVersion } from "../parameter.ts";
import { checkName } from "../parameter-name.ts";
import type { ParameterStore } from "../state.ts";

interface PutInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: string;
  readonly Description?: string;
  readonly DataType?: string;
  readonly Overwrite?: boolean;
  readonly Tier?: string;
  readonly KeyId?: string;
  readonly AllowedPattern?: string;
  readonly Policies?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

const DATA_TYPES = ["text", "aws:ec2:image", "aws:ssm:integration"];

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LONGEST: Readonly<Record<string, number>> = { Standard: 4_096, Advanced: 8_192 };

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export function putParameter(
  input: Input<PutParameterRequest>,
  { state: parameters, cloud }: Call<ParameterStore>,
) {
  check(input);
  const present = parameters.named(input.Name);
  if (present && !input.Overwrite)
    throw new ServiceError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  if (input.Overwrite && input.Tags?.length)
    throw new ServiceError(
      "ValidationException",
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const version = versionFrom(input, present && newestOf(present), cloud.clock.now());
  const parameter: Parameter = present ?? {
    name: input.Name,
    versions: [],
    labels: {},
    tags: tagRecord(input.Tags),
  };
  makeRoom(parameter);
  parameter.versions.push(version);
  parameters.put(parameter, present ? "updated" : "created");
  return { Version: version.version, Tier: version.tier };
}

function check(input: PutInput): void {
  checkName(input.Name);
  // The service has a bound that its model leaves out.
  if (input.Value === "")
    throw new ServiceError(
      "ValidationException",
      "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  if (input.DataType !== undefined && !DATA_TYPES.includes(input.DataType))
    throw new ServiceError(
      "ValidationException",
      `The following data type is not supported: ${input.DataType} (Data type names are all lowercase.)`,
    );
}

/** The new version: what the call leaves out stays as it was. */
function versionFrom(
  input: PutInput,
  former: ParameterVersion | undefined,
  modified: number,
): ParameterVersion {
  const type = input.Type ?? former?.type;
  if (!type)
    throw new ServiceError(
      "ValidationException",
      "A parameter type is required when you create a parameter.",
    );
  const allowedPattern = input.AllowedPattern ?? former?.allowedPattern;
  if (allowedPattern !== undefined) checkPattern(allowedPattern, input);
  const keyId = input.KeyId ?? former?.keyId ?? (type === "SecureString" ? "alias/aws/ssm" : undefined);
  const description = input.Description ?? former?.description;
  const policies = input.Policies ?? former?.policies;
  return {
    version: (former?.version ?? 0) + 1,
    value: input.Value,
    type,
    dataType: input.DataType ?? former?.dataType ?? "text",
    tier: tierOf(input, former),
    modified,
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    ...(keyId !== undefined && { keyId }),
    ...(policies !== undefined && { policies }),
  };
}

function tierOf(input: PutInput, former: ParameterVersion | undefined): string {
  const bytes = Buffer.byteLength(input.Value);
  const wanted = input.Tier ?? former?.tier ?? "Standard";
  const fitting = bytes > LONGEST["Standard"]! ? "Advanced" : "Standard";
  const tier = wanted === "Intelligent-Tiering" ? fitting : wanted;
  if (bytes > LONGEST[tier]!)
    throw new ServiceError(
      "ValidationException",
      tier === "Standard"
        ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
        : "Advanced tier parameters support a maximum parameter value of 8192 characters.",
    );
  return tier;
}

function checkPattern(pattern: string, { Name, Value }: PutInput): void {
  let allowed: RegExp;
  try {
    allowed = new RegExp(pattern);
  } catch {
    throw new ServiceError(
      "InvalidAllowedPatternException",
      "The allowed pattern is not a valid regular expression.",
    );
  }
  if (!allowed.test(Value))
    throw new ServiceError(
      "ParameterPatternMismatchException",
      `Parameter value can't be validated against allowedPattern: ${pattern} (parameter ${Name}).`,
    );
}

/** A parameter keeps a hundred versions; the oldest goes, unless a label holds it. */
function makeRoom(parameter: Parameter): void {
  if (parameter.versions.length < MOST_VERSIONS) return;
  const { version } = parameter.versions[0]!;
  if (labelsOf(parameter, version).length > 0)
    throw new ServiceError(
      "ParameterMaxVersionLimitExceeded",
      `You attempted to create a new version of ${parameter.name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  parameter.versions.shift();
}
