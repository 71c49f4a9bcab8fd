import { randomUUID } from "node:crypto";
import type { Place } from "../../kernel/arn.ts";

/** An event as rules and targets see it. https://docs.aws.amazon.com/eventbridge/latest/userguide/aws-events.html */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** In whole seconds, for example `"2026-01-05T12:00:00Z"`. */
  readonly time: string;
  readonly region: string;
  /** Replay that the event comes out of an archive by. */
  readonly "replay-name"?: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What makes an event, beside the place where it happens. */
export interface EventContent {
  readonly source: string;
  readonly detailType: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

export function busEvent(
  { region, accountId }: Place,
  { source, detailType, time, resources = [], detail }: EventContent,
): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: accountId,
    time: wholeSeconds(time),
    region,
    resources,
    detail,
  };
}

export function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
