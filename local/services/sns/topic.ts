import type { TagRecord } from "../../kernel/tags.ts";
import type { MessageAttributes } from "../sqs/message-digest.ts";
import type { FilterPolicy } from "./filter-policy.ts";

export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** As text, as the API has them. */
  readonly attributes: Record<string, string>;
  tags: TagRecord;
  readonly subscriptions: Map<string, Subscription>;
  /** Deduplication ids of a FIFO topic with the cloud time they were seen. */
  readonly recent: Map<string, RecentMessage>;
  sequence: number;
}

/** A message whose like are left out for a while. */
export interface RecentMessage {
  /** Cloud time at which it was published. */
  readonly time: number;
  readonly messageId: string;
  /** Not there in what earlier releases have kept. */
  readonly sequence?: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Record<string, string>;
  /** Until it is confirmed, nothing is delivered but the token. */
  confirmed: boolean;
  readonly token: string;
  filter?: FilterPolicy | undefined;
}

/** One message on its way to the subscriptions of a topic. */
export interface TopicMessage {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** The text for a protocol. */
  readonly bodyFor: (protocol: string) => string;
  readonly attributes: MessageAttributes;
  readonly timestamp: number;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly sequence?: number | undefined;
  /** X-Ray's trace header of the call that published it. */
  readonly traceId?: string | undefined;
}
