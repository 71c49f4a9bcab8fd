/** How SNS tries HTTP endpoints unless a policy says otherwise. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export const HEALTHY_RETRY_POLICY = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
} as const;

/** How SNS calls HTTP endpoints unless a policy says otherwise. */
export const REQUEST_POLICY = { headerContentType: "text/plain; charset=UTF-8" } as const;
