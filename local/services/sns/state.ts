import type { Cloud } from "../../kernel/cloud.ts";
import { Delivery } from "./delivery.ts";
import { TopicDirectory } from "./topic-directory.ts";

/** What SNS keeps in one cloud. */
export interface Sns {
  readonly topics: TopicDirectory;
  readonly delivery: Delivery;
}

/** Opens the topics of a cloud. */
export function openSns(cloud: Cloud): Sns {
  return { topics: new TopicDirectory(cloud), delivery: new Delivery(cloud) };
}
