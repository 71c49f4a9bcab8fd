import type { PutEventsRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { busEvent } from "../event.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

type Entry = Input<PutEventsRequest>["Entries"][number];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
const LARGEST_REQUEST = 1_048_576;

function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function refusalOf(entry: Entry, principal: string | undefined) {
  for (const name of ["Source", "DetailType", "Detail"] as const)
    if (!entry[name])
      return {
        ErrorCode: "InvalidArgument",
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  if (entry.Source!.startsWith("aws.") && principal === undefined)
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  if (!isObjectText(entry.Detail!))
    return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  return undefined;
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export function putEvents(
  { Entries }: Input<PutEventsRequest>,
  { state: bridge, cloud, principal }: Call<EventBridge>,
): object {
  const size = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > LARGEST_REQUEST)
    throw invalidParameter("Total size of the entries in the request is over the limit.");
  const results = Entries.map((entry) => {
    const refusal = refusalOf(entry, principal);
    if (refusal) return refusal;
    const event = busEvent(cloud, {
      source: entry.Source!,
      detailType: entry.DetailType!,
      time: entry.Time === undefined ? cloud.clock.now() : entry.Time * 1_000,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail!) as unknown,
    });
    const bus = bridge.findBus(busName(entry.EventBusName));
    // An event for a bus that is not there is taken and goes nowhere.
    if (bus) bridge.publish(bus.name, event);
    return { EventId: event.id };
  });
  return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
}
