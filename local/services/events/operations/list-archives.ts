import type { ListArchivesRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { listedArchive } from "../described.ts";
import { invalidToken } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListArchives.html */
export function listArchives(
  { NamePrefix = "", EventSourceArn, State = "ENABLED", NextToken, Limit = 100 }: Input<ListArchivesRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const bus = EventSourceArn === undefined ? undefined : bridge.bus(busName(EventSourceArn)).name;
  const found = bridge.archives.all().filter((archive) => {
    return archive.name.startsWith(NamePrefix) && (bus ?? archive.bus) === archive.bus && State === "ENABLED";
  });
  const { items, ...rest } = page(found, NextToken, { size: Limit, invalid: invalidToken });
  return { Archives: items.map((archive) => listedArchive(bridge, archive)), ...rest };
}
