import { pageSizeOf, readPageToken, writePageToken } from "#kernel/google/page-token.ts";
import { RESOURCE_DESCRIPTORS } from "#kernel/google/resource-descriptors.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/monitoredResourceDescriptors/list */
export function listMonitoredResourceDescriptors({
  pageSize,
  pageToken,
}: {
  readonly pageSize?: number;
  readonly pageToken?: string;
}): object {
  const size = pageSizeOf(pageSize, 100, 1000);
  const start = readPageToken<number>(pageToken, "descriptors") ?? 0;
  const resourceDescriptors = RESOURCE_DESCRIPTORS.slice(start, start + size);
  return start + size < RESOURCE_DESCRIPTORS.length
    ? { resourceDescriptors, nextPageToken: writePageToken("descriptors", start + size) }
    : { resourceDescriptors };
}
