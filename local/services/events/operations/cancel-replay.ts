import type { CancelReplayRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CancelReplay.html */
export function cancelReplay(
  { ReplayName }: Input<CancelReplayRequest>,
  { state: { replays } }: Call<EventBridge>,
): object {
  const replay = replays.get(ReplayName);
  if (replay.state !== "STARTING")
    throw new ServiceError(
      "IllegalStatusException",
      `Replay ${ReplayName} is not in a valid state for this operation.`,
    );
  replays.save({ ...replay, state: "CANCELLING" });
  return { ReplayArn: replay.arn, State: "CANCELLING" };
}
