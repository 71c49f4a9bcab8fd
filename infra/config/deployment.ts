import * as z from "zod";
import { channel } from "./channel.ts";
import { anomalies, googleCloud, lake, processing, search } from "./destinations.ts";
import { group } from "./group.ts";
import { mute } from "./mute.ts";
import { name } from "./names.ts";
import { signal } from "./signal.ts";

const members = z.looseObject({
  service: z.string().min(1).default("cumulog"),
  groups: z.record(name, group).default({}),
  signals: z.record(name, signal).default({}),
  mute: z.record(name, mute).default({}).describe("When alarms report to nobody."),
  channels: z.record(name, channel).default({}),
  processing: processing.optional(),
  googleCloud: googleCloud.optional(),
  search: search.optional(),
  anomalies: anomalies.optional(),
  lake: lake.optional(),
  dashboard: z.boolean().default(true),
});

/** Members of the file that are not deployed: read by the library, and by editors. */
const OTHERS = ["logging", "$schema"];

/** The part of `cumulog.yaml` that is deployed. The library reads the member `logging` of the same file. */
export const deploymentSchema = members.superRefine((document, context) => {
  const refuse = (path: readonly PropertyKey[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const known = [...Object.keys(members.shape), ...OTHERS];
  for (const member of Object.keys(document))
    if (!known.includes(member)) refuse([member], `unknown; expected one of ${known.join(", ")}`);

  /** Each of `names` is to be a member of `part` of the file. */
  const expectKnown = (
    what: string,
    part: "channels" | "groups" | "signals",
    names: readonly string[],
    path: readonly PropertyKey[],
  ) => {
    for (const [index, name] of names.entries())
      if (!Object.hasOwn(document[part], name))
        refuse([...path, index], `there is no ${what} "${name}"; ${expectedOf(document[part], part)}`);
  };
  const expectGroup = (group: string, path: readonly PropertyKey[]) => {
    if (!Object.hasOwn(document.groups, group))
      refuse(path, `there is no group "${group}"; ${expectedOf(document.groups, "groups")}`);
    else if (document.groups[group]?.class !== "STANDARD")
      refuse(
        path,
        `the group "${group}" must be of class STANDARD: others take no metric filters and subscriptions`,
      );
  };

  for (const [id, { group, channels }] of Object.entries(document.signals)) {
    expectGroup(group, ["signals", id, "group"]);
    expectKnown("channel", "channels", channels, ["signals", id, "channels"]);
  }
  for (const [id, { maskFindings, mask }] of Object.entries(document.groups)) {
    if (maskFindings === undefined) continue;
    expectKnown("group", "groups", [maskFindings], ["groups", id, "maskFindings"]);
    if (document.groups[maskFindings]?.maskFindings !== undefined)
      refuse(["groups", id, "maskFindings"], "expected a group without maskFindings of its own");
    if (mask.length === 0) refuse(["groups", id, "maskFindings"], "nothing is masked; expected mask");
  }
  expectKnown("channel", "channels", document.anomalies?.channels ?? [], ["anomalies", "channels"]);
  expectKnown("channel", "channels", document.lake?.report?.channels ?? [], ["lake", "report", "channels"]);
  for (const [id, { signals }] of Object.entries(document.mute))
    expectKnown("signal", "signals", signals, ["mute", id, "signals"]);
  for (const part of ["processing", "googleCloud", "search", "anomalies", "lake"] as const)
    for (const [index, group] of (document[part]?.groups ?? []).entries())
      expectGroup(group, [part, "groups", index]);
});

function expectedOf(members: object, part: string): string {
  const names = Object.keys(members);
  return names.length === 0 ? `the file has no ${part}` : `expected one of ${names.join(", ")}`;
}

/** What is deployed: groups, signals (alarms), channels, processing and dashboard. */
export type DeploymentConfiguration = z.infer<typeof deploymentSchema>;
export type SignalConfiguration = DeploymentConfiguration["signals"][string];
