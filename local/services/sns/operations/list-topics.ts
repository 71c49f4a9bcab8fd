import type { ListTopicsInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { pageOf } from "../topic-directory.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export function listTopics({ NextToken: token }: Input<ListTopicsInput>, { state: { topics } }: Call<Sns>) {
  const { items, NextToken } = pageOf(topics.all(), token);
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(NextToken && { NextToken }) };
}
