import { styleText } from "node:util";
import type { LocalCloud } from "@cumulog/local";
import { outputLines } from "../stack-outputs.ts";

/** What a person reads when the cloud is up: its addresses, what is deployed, and what stands in for what is not here. */
export function summaryOf(cloud: LocalCloud): string {
  return welcome(cloud) + importedGroupsOf(cloud) + placeholdersOf(cloud) + standInsOf(cloud);
}

function welcome(cloud: LocalCloud): string {
  const { endpoints, stacks } = cloud;
  const name = (text: string) => styleText("dim", text.padEnd(8), { stream: process.stdout });
  const resources = stacks.reduce((sum, stack) => sum + stack.resources.length, 0);
  const deployed =
    stacks.length > 0
      ? `${stacks.map((stack) => stack.name).join(", ")} (${resources === 1 ? "1 resource" : `${resources} resources`})`
      : "nothing";
  return `${[
    styleText("bold", "The local cloud is up.", { stream: process.stdout }),
    `  ${name("Page")} ${endpoints.page}`,
    `  ${name("AWS")} export AWS_ENDPOINT_URL=${endpoints.aws} AWS_REGION=${cloud.env["AWS_REGION"]} AWS_DEFAULT_REGION=${cloud.env["AWS_REGION"]} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DISABLE_HOST_PREFIX_INJECTION=true`,
    `  ${name("CDK")} with these variables, cdk deploy --all, diff, watch and destroy work on this cloud`,
    `  ${name("Google")} ${endpoints.google} (gRPC, insecure), ${endpoints.aws}/v2 (REST)`,
    `  ${name("Stacks")} ${deployed}`,
    ...outputLines(cloud),
    "Ctrl-C stops it.",
  ].join("\n")}\n`;
}

/** Groups of other stacks, or made by hand, which are not there on a new cloud. */
function importedGroupsOf({ stacks }: LocalCloud): string {
  const names = [...new Set(stacks.flatMap(({ importedGroups }) => importedGroups))];
  return names.length === 0
    ? ""
    : `Log groups that were made because the stacks import them, empty:\n${names.map((name) => `  ${name}\n`).join("")}`;
}

/** What stands in for types that the local cloud does not have. */
function placeholdersOf({ stacks, googleResources }: LocalCloud): string {
  const google = googleResources
    .filter(({ placeholder }) => placeholder !== undefined)
    .map(({ address, placeholder }) => `  ${address}: ${placeholder}`);
  const own = stacks.flatMap(({ name, resources }) =>
    resources
      .filter(({ placeholder }) => placeholder !== undefined)
      .map(({ logicalId, type, placeholder }) => `  ${name}.${logicalId} (${type}): ${placeholder}`),
  );
  const lines = [...own, ...google];
  return lines.length === 0 ? "" : `Placeholders, which do nothing:\n${lines.join("\n")}\n`;
}

/** What stands for values and resources of elsewhere. */
function standInsOf({ stacks }: LocalCloud): string {
  const lines = stacks.flatMap(({ name, standIns }) => standIns.map((standIn) => `  ${name}: ${standIn}\n`));
  return lines.length === 0
    ? ""
    : `What the stacks take from elsewhere and is not here, with what stands for it:\n${lines.join("")}`;
}
