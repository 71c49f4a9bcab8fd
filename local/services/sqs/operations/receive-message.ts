import type { ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import type { Call, Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Queue } from "../queue.ts";
import { describeMessage } from "../received-message.ts";
import type { QueueDirectory } from "../state.ts";
import { takeMessages } from "../take-messages.ts";
import { between } from "../whole-number.ts";

const LONGEST_REAL_WAIT = 20_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export async function receiveMessage(
  input: Input<ReceiveMessageRequest>,
  { cloud, state: queues }: Call<QueueDirectory>,
): Promise<object> {
  const queue = queues.at(input.QueueUrl);
  const { VisibilityTimeout, ReceiveMessageWaitTimeSeconds } = queue.attributes;
  const limit = between("MaxNumberOfMessages", input.MaxNumberOfMessages ?? 1, 1, 10);
  const visibility = between(
    "VisibilityTimeout",
    input.VisibilityTimeout ?? Number(VisibilityTimeout),
    0,
    43_200,
  );
  const wait = between(
    "WaitTimeSeconds",
    input.WaitTimeSeconds ?? Number(ReceiveMessageWaitTimeSeconds),
    0,
    20,
  );
  const end = cloud.clock.now() + wait * 1_000;
  let taken = takeMessages(queues, queue, limit, visibility);
  // A stopped clock would never let the time pass.
  while (taken.length === 0 && cloud.clock.now() < end && cloud.clock.speed > 0) {
    if (!(await somethingVisible(cloud, queue, end))) break;
    taken = takeMessages(queues, queue, limit, visibility);
  }
  if (taken.length === 0) return {};
  return { Messages: taken.map((message) => describeMessage(cloud, queue, message, input)) };
}

/**
 * Waits in cloud time, and never longer than the longest poll in real time.
 *
 * @returns whether it is worth to look again
 */
function somethingVisible(cloud: Cloud, queue: Queue, end: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (again: boolean) => (): void => {
      stopWaiting();
      timer.cancel();
      clearTimeout(real);
      resolve(again);
    };
    const stopWaiting = queue.onArrival(done(true));
    const next = Math.min(queue.nextVisible() ?? end, end);
    const timer = cloud.clock.after(next - cloud.clock.now(), done(true));
    const real = setTimeout(done(false), LONGEST_REAL_WAIT);
    real.unref();
  });
}
