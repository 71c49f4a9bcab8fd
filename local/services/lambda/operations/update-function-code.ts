import { randomUUID } from "node:crypto";
import type { Call } from "#kernel/cloud.ts";
import { type Code, codeFolder, type Reference } from "../function-configuration.ts";
import { refuseFromOutside } from "../function-input.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export async function updateFunctionCode(
  input: Reference & Code & { readonly Publish?: boolean },
  context: Call<Lambda>,
) {
  const { state, cloud } = context;
  const { functions } = state;
  refuseFromOutside(input, context);
  const deployed = functions.get(input.FunctionName);
  const { definition: former } = deployed.pool;
  const source = codeFolder(state, input, former.runtime);
  const shown = {
    ...deployed.configuration,
    CodeSize: source.size,
    CodeSha256: source.sha256,
    RevisionId: randomUUID(),
  };
  functions.replace(former.name, shown, { ...former, codeFolder: source.folder }, source.own);
  return input.Publish ? cloud.call("lambda", "PublishVersion", { FunctionName: former.name }) : shown;
}
