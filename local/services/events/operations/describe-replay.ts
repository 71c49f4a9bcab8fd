import type { DescribeReplayRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listedReplay } from "../replays.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html */
export function describeReplay(
  { ReplayName }: Input<DescribeReplayRequest>,
  { state: { replays } }: Call<EventBridge>,
): object {
  const replay = replays.get(ReplayName);
  return {
    ...listedReplay(replay),
    ReplayArn: replay.arn,
    ...(replay.description !== undefined && { Description: replay.description }),
    Destination: { Arn: replay.busArn, ...(replay.ruleArns && { FilterArns: replay.ruleArns }) },
  };
}
