import type { Call } from "#kernel/cloud.ts";
import {
  checkRevision,
  configurationOf,
  definitionOf,
  inProgress,
  type Reference,
} from "../function-configuration.ts";
import { readSettings } from "../function-input.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export function updateFunctionConfiguration(
  input: Reference & { readonly RevisionId?: string },
  { state, cloud }: Call<Lambda>,
) {
  const { functions } = state;
  const deployed = functions.get(input.FunctionName);
  checkRevision(input.RevisionId, deployed.configuration["RevisionId"]);
  const { Layers, ...former } = deployed.configuration as Record<string, unknown>;
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const arns = Layers ? { Layers: (Layers as { Arn: string }[]).map(({ Arn }) => Arn) } : {};
  const settings = readSettings({ ...former, ...arns, ...given });
  const made = definitionOf(
    state,
    deployed.pool.definition.name,
    settings,
    deployed.pool.definition.codeFolder,
  );
  const { CodeSize, CodeSha256 } = former;
  const shown = configurationOf(cloud, made, settings, { CodeSize, CodeSha256 });
  functions.replace(made.name, shown, made, false);
  deployed.deadLetterArn = settings.DeadLetterConfig?.TargetArn || undefined;
  functions.save(deployed);
  return inProgress(shown);
}
