import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { StackSource } from "../../template/cloud-assembly.ts";
import type { Template } from "../../template/template.ts";
import { TemplateError } from "../../template/template-error.ts";
import { type SettingsInput, settingsOf } from "./settings.ts";
import type { StackRecord, StackSettings, StackTemplate } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";
import { readSource, templateText, validationError } from "./template-text.ts";

/** The members of a request that say which template. */
interface TemplateInput extends SettingsInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

/** What a request wants a stack to be. */
export interface RequestedStack {
  readonly template: StackTemplate;
  readonly settings: StackSettings;
}

/**
 * Reads template, parameters and capabilities of a request, and runs the template's rules and transforms.
 *
 * @param known the stack, if it is there
 * @param expands whether the request has to allow transforms by name; change sets show what they make
 * @throws ServiceError `ValidationError` or `InsufficientCapabilitiesException`
 */
export async function requestedStack(
  cloud: Cloud,
  stacks: StackDirectory,
  name: string,
  input: TemplateInput,
  { known, expands }: { readonly known: StackRecord | undefined; readonly expands: boolean },
): Promise<RequestedStack> {
  const settings = settingsOf(input, known);
  const body = input.UsePreviousTemplate ? known?.template?.body : templateText(cloud, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const parameters = Object.fromEntries(
    settings.parameters.map((one) => [one.ParameterKey, one.ParameterValue]),
  );
  const given = readSource(name, body, parameters);
  const source = await prepared(stacks, given);
  const needed = [
    ...neededCapabilities({ Resources: source.template.Resources }),
    ...(expands && given.template.Transform !== undefined ? [EXPAND] : []),
  ];
  checkCapabilities(needed, settings.capabilities);
  return { template: { body, source }, settings };
}

async function prepared(stacks: StackDirectory, source: StackSource): Promise<StackSource> {
  try {
    return await stacks.deployment.stack(source.name).prepared(source);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw validationError(error.message.replace(`${source.name}: `, ""));
  }
}

const EXPAND = "CAPABILITY_AUTO_EXPAND";

/** IAM resources, whose deployment has to be asked for by name. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function neededCapabilities({ Resources, Transform }: Template): string[] {
  const iam = Object.values(Resources).filter(({ Type }) => Type.startsWith("AWS::IAM::"));
  const named = iam.some(({ Properties = {} }) =>
    ["RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName"].some(
      (member) => Properties[member] !== undefined,
    ),
  );
  return [
    ...(named ? ["CAPABILITY_NAMED_IAM"] : iam.length > 0 ? ["CAPABILITY_IAM"] : []),
    ...(Transform === undefined ? [] : [EXPAND]),
  ];
}

/** @throws ServiceError `InsufficientCapabilitiesException` */
function checkCapabilities(needed: readonly string[], given: readonly string[]): void {
  const missing = needed.filter(
    (name) => !given.includes(name) && !(name === "CAPABILITY_IAM" && given.includes("CAPABILITY_NAMED_IAM")),
  );
  if (missing.length > 0)
    throw new ServiceError(
      "InsufficientCapabilitiesException",
      `Requires capabilities : [${missing.join(", ")}]`,
      { statusCode: 400 },
    );
}
