import { isDeepStrictEqual } from "node:util";
import type { Call } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { FunctionConfiguration } from "../deployed-function.ts";
import {
  type Code,
  codeFolder,
  configurationOf,
  definitionOf,
  pending,
  type Reference,
} from "../function-configuration.ts";
import { readSettings, refuseFromOutside, type TakeOver } from "../function-input.ts";
import { functionName } from "../function-registry.ts";
import type { Lambda } from "../state.ts";
import { checkTags } from "../tagged.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export async function createFunction(
  input: Reference &
    TakeOver & {
      readonly Code?: Code;
      readonly Tags?: Record<string, string>;
      readonly Publish?: boolean;
    },
  context: Call<Lambda>,
) {
  const { state, cloud } = context;
  const { functions } = state;
  refuseFromOutside(input, context);
  refuseFromOutside(input.Code, context);
  const { name } = functionName(input.FunctionName);
  if (name.length > 64)
    throw new ServiceError(
      "InvalidParameterValueException",
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  if (!/^[\w-]{1,64}$/.test(name))
    throw new ServiceError(
      "InvalidParameterValueException",
      `"${name}" is no function name: expected 1 to 64 letters, digits, - and _.`,
    );
  const takenOver = input.TakeOver === true && functions.takeOver(name);
  if (functions.has(name) && !takenOver)
    throw new ServiceError("ResourceConflictException", `Function already exist: ${name}`);
  checkTags(input.Tags ?? {});
  const settings = readSettings(input);
  const source = codeFolder(state, input.Code ?? {}, settings.Runtime ?? "");
  const made = definitionOf(state, name, settings, source.folder);
  const shown = configurationOf(cloud, made, settings, { CodeSize: source.size, CodeSha256: source.sha256 });
  if (takenOver)
    functions.replace(name, unlessChanged(functions.get(name).configuration, shown), made, source.own);
  else functions.add(name, shown, made, source.own);
  const deployed = functions.get(name);
  deployed.deadLetterArn = settings.DeadLetterConfig?.TargetArn;
  deployed.tags = { ...deployed.tags, ...input.Tags };
  functions.save(deployed);
  if (!input.Publish) return pending(deployed.configuration);
  const { FunctionArn } = deployed.configuration;
  const version = await cloud.call<FunctionConfiguration>("lambda", "PublishVersion", { FunctionName: name });
  return pending({ ...version, FunctionArn });
}

/** The former configuration, with its revision, when nothing but time and revision tells the new one from it. */
function unlessChanged(former: FunctionConfiguration, made: FunctionConfiguration): FunctionConfiguration {
  const { LastModified, RevisionId } = former;
  return isDeepStrictEqual(former, JSON.parse(JSON.stringify({ ...made, LastModified, RevisionId })))
    ? former
    : made;
}
