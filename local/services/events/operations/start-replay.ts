import type { StartReplayRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
export function startReplay(input: Input<StartReplayRequest>, { state: bridge }: Call<EventBridge>): object {
  const { ReplayName, EventSourceArn, EventStartTime, EventEndTime, Destination } = input;
  if (bridge.replays.has(ReplayName))
    throw new ServiceError("ResourceAlreadyExistsException", `Replay ${ReplayName} already exists.`);
  const bus = bridge.bus(busName(Destination.Arn));
  const archiveName = EventSourceArn.split("archive/").at(-1)!;
  const archive = bridge.archives.find(archiveName);
  if (!archive)
    throw invalidParameter(
      `Parameter EventSourceArn is not valid. Reason: Archive ${archiveName} does not exist.`,
    );
  if (EventEndTime <= EventStartTime)
    throw invalidParameter(
      "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
    );
  if (archive.bus !== bus.name)
    throw invalidParameter(
      "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
    );
  const { arn, state, started } = bridge.replays.add({
    name: ReplayName,
    description: input.Description,
    archiveArn: archive.arn,
    bus: bus.name,
    busArn: bus.arn,
    ruleArns: Destination.FilterArns,
    from: EventStartTime * 1_000,
    to: EventEndTime * 1_000,
  });
  bridge.startReplay(ReplayName);
  return { ReplayArn: arn, State: state, ReplayStartTime: started / 1_000 };
}
