import type { Call } from "#kernel/cloud.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.ListBuckets */
export function listBuckets(
  { parent, ...page }: PageRequest & { readonly parent: string },
  { state }: Call<CloudLogging>,
): object {
  const { buckets } = state;
  buckets.checkParent(parent);
  state.purgeBuckets();
  const [, owner, location] = /^(.+)\/locations\/([^/]+)$/.exec(parent)!;
  const made = buckets.made.filter(([name]) => name.startsWith(`${owner}/locations/`)).map(([name]) => name);
  const parents =
    location === "-"
      ? new Set([
          `${owner}/locations/global`,
          ...made.map((name) => name.slice(0, name.indexOf("/buckets/"))),
        ])
      : [parent];
  const all = [...parents].flatMap((one) => buckets.of(one)).sort(([a], [b]) => (a < b ? -1 : 1));
  const { resources, ...rest } = buckets.pageOf(all, { parent, ...page });
  return { buckets: resources, ...rest };
}
