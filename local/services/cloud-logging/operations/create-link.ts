import { acceptLink, type LogLink } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { idOf } from "../configuration/kinds.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.CreateLink */
export function createLink(
  { parent, linkId, link }: { readonly parent: string; readonly linkId: string; readonly link: LogLink },
  { state }: Call<CloudLogging>,
): object {
  const { links } = state;
  links.checkParent(parent);
  const [, owner = "", location = ""] = /^((?:[^/]+\/){2})locations\/([^/]+)\//.exec(parent) ?? [];
  const linked = links.made.flatMap(([name, one]) => (name.startsWith(owner) ? [idOf(one)] : []));
  const accepted = acceptLink(link, linkId, state.bucket(parent), linked);
  const made = { ...accepted, createTime: links.time() };
  links.add(parent, linkId, made);
  return state.finished.add(`${owner}locations/${location}`, "google.logging.v2.Link", made);
}
