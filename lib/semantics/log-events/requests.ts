import {
  DESCRIBE_MAX_ITEMS,
  FILTER_LOG_EVENTS_MAX_STREAMS,
  FILTER_NAME_MAX_LENGTH,
  FILTER_PATTERN_MAX_LENGTH,
  GET_LOG_EVENTS_MAX_EVENTS,
  METRIC_FILTER_NAME_MAX_LENGTH,
  SUBSCRIPTION_FILTERS_PER_LOG_GROUP,
  TEST_METRIC_FILTER_MAX_MESSAGES,
} from "../limits.ts";
import { Constraints } from "./constraints.ts";
import { constrainFilterName } from "./names.ts";
import { InvalidParameterException, LimitExceededException } from "./service-errors.ts";

/** The text of the error that a page token of another call, or an expired one, gets. */
export const INVALID_NEXT_TOKEN = "The specified nextToken is invalid.";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export function validateGetLogEvents(input: { readonly limit?: number }): void {
  const constraints = new Constraints();
  constraints.range("limit", input.limit, 1, GET_LOG_EVENTS_MAX_EVENTS);
  constraints.enforce();
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function validateFilterLogEvents(input: {
  readonly limit?: number;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
}): void {
  const constraints = new Constraints();
  constraints.range("limit", input.limit, 1, GET_LOG_EVENTS_MAX_EVENTS);
  constraints.length("logStreamNames", input.logStreamNames, 1, FILTER_LOG_EVENTS_MAX_STREAMS);
  constraints.length("filterPattern", input.filterPattern, 0, FILTER_PATTERN_MAX_LENGTH);
  constraints.enforce();
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw new InvalidParameterException(
      "logStreamNames and logStreamNamePrefix cannot be specified in the same request.",
    );
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html */
export function validateDescribeMetricFilters(input: {
  readonly filterNamePrefix?: string | undefined;
  readonly metricName?: string | undefined;
  readonly metricNamespace?: string | undefined;
  readonly limit?: number | undefined;
}): void {
  const constraints = new Constraints();
  constraints.length("filterNamePrefix", input.filterNamePrefix, 1, FILTER_NAME_MAX_LENGTH);
  constraints.length("metricName", input.metricName, 0, METRIC_FILTER_NAME_MAX_LENGTH);
  constraints.length("metricNamespace", input.metricNamespace, 0, METRIC_FILTER_NAME_MAX_LENGTH);
  constraints.range("limit", input.limit, 1, DESCRIBE_MAX_ITEMS);
  constraints.enforce();
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html */
export function validateTestMetricFilter(input: {
  readonly filterPattern: string;
  readonly logEventMessages: readonly string[];
}): void {
  const constraints = new Constraints();
  if (constraints.present("filterPattern", input.filterPattern)) {
    constraints.length("filterPattern", input.filterPattern, 0, FILTER_PATTERN_MAX_LENGTH);
  }
  if (constraints.present("logEventMessages", input.logEventMessages)) {
    constraints.length("logEventMessages", input.logEventMessages, 1, TEST_METRIC_FILTER_MAX_MESSAGES);
    for (const [index, message] of input.logEventMessages.entries()) {
      constraints.length(`logEventMessages.${index + 1}.member`, message, 1, Number.POSITIVE_INFINITY);
    }
  }
  constraints.enforce();
}

/** A subscription filter as PutSubscriptionFilter gets it. */
export interface SubscriptionFilterInput {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly destinationArn: string;
  readonly roleArn?: string;
  readonly distribution?: string;
}

/** Services that need a role to be written to; a function is allowed by its own policy instead. */
const VENDORS_WITH_ROLE = ["kinesis", "firehose"];

/**
 * Rules of https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 *
 * @param existingFilterNames Names of the group's subscription filters; a filter of the same name is replaced.
 * @throws InvalidParameterException for a malformed input
 * @throws LimitExceededException when the group has its two filters already.
 */
export function validateSubscriptionFilter(
  input: SubscriptionFilterInput,
  existingFilterNames: readonly string[] = [],
): void {
  const constraints = new Constraints();
  constrainFilterName(constraints, input.filterName);
  if (constraints.present("filterPattern", input.filterPattern)) {
    constraints.length("filterPattern", input.filterPattern, 0, FILTER_PATTERN_MAX_LENGTH);
  }
  if (constraints.present("destinationArn", input.destinationArn)) {
    constraints.length("destinationArn", input.destinationArn, 1, Number.POSITIVE_INFINITY);
  }
  constraints.oneOf("distribution", input.distribution, ["Random", "ByLogStream"]);
  constraints.enforce();
  const vendor = /^arn:[^:]*:([^:]+):/.exec(input.destinationArn)?.[1];
  if (vendor === undefined) {
    throw new InvalidParameterException("destinationArn is not a valid ARN.");
  }
  if (VENDORS_WITH_ROLE.includes(vendor) && input.roleArn === undefined) {
    throw new InvalidParameterException(`destinationArn for vendor ${vendor} cannot be used without roleArn`);
  }
  const others = existingFilterNames.filter((name) => name !== input.filterName);
  if (others.length >= SUBSCRIPTION_FILTERS_PER_LOG_GROUP) throw new LimitExceededException();
}
