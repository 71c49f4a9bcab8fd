import { randomUUID } from "node:crypto";
import type { Call } from "#kernel/cloud.ts";
import {
  type Code,
  checkRevision,
  codeFolder,
  inProgress,
  pending,
  type Reference,
} from "../function-configuration.ts";
import { refuseFromOutside } from "../function-input.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export async function updateFunctionCode(
  input: Reference & Code & { readonly Publish?: boolean; readonly RevisionId?: string },
  context: Call<Lambda>,
) {
  const { state, cloud } = context;
  const { functions } = state;
  refuseFromOutside(input, context);
  const deployed = functions.get(input.FunctionName);
  checkRevision(input.RevisionId, deployed.configuration["RevisionId"]);
  const { definition: former } = deployed.pool;
  const source = codeFolder(state, input, former.runtime);
  const shown = {
    ...deployed.configuration,
    CodeSize: source.size,
    CodeSha256: source.sha256,
    RevisionId: randomUUID(),
  };
  functions.replace(former.name, shown, { ...former, codeFolder: source.folder }, source.own);
  if (!input.Publish) return inProgress(shown);
  return pending(await cloud.call("lambda", "PublishVersion", { FunctionName: former.name }));
}
