import type { ListReplaysRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import { page } from "#kernel/page.ts";
import type { Input } from "#kernel/service.ts";
import { invalidToken } from "../errors.ts";
import { listedReplay } from "../replays.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html */
export function listReplays(
  { NamePrefix = "", EventSourceArn, State, NextToken, Limit = 100 }: Input<ListReplaysRequest>,
  { state: { replays } }: Call<EventBridge>,
): object {
  const found = replays.all().filter(({ name, archiveArn, state }) => {
    const wanted = (EventSourceArn ?? archiveArn) === archiveArn && (State ?? state) === state;
    return wanted && name.startsWith(NamePrefix);
  });
  const { items, ...rest } = page(found, NextToken, { size: Limit, invalid: invalidToken });
  return { Replays: items.map(listedReplay), ...rest };
}
