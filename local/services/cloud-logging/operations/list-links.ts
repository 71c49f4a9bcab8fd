import type { Call } from "#kernel/cloud.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.ListLinks */
export function listLinks(request: PageRequest, { state }: Call<CloudLogging>): object {
  const { resources, ...rest } = state.links.page(request);
  return { links: resources, ...rest };
}
