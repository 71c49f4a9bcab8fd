import { CloudWatchLogsError, validateNameLengths } from "cumulog/semantics";
import type { Cloud, Operation, Operations } from "../../kernel/cloud.ts";
import { checkInput } from "../../kernel/input-shape.ts";
import { modelOf } from "../../kernel/model.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { insightsOperations } from "./insights/insights-operations.ts";
import { LogsService, type LogsServiceOptions } from "./logs-service.ts";
import { MetricExtraction } from "./metric-extraction.ts";
import model from "./model.json" with { type: "json" };
import { anomalyDetectorOperations } from "./operations/anomaly-detectors.ts";
import { destinationOperations } from "./operations/destinations.ts";
import { filterLogEventsOperation } from "./operations/filter-log-events.ts";
import { getLogEventsOperation } from "./operations/get-log-events.ts";
import { groupOperations } from "./operations/groups.ts";
import { liveTailOperation } from "./operations/live-tail.ts";
import { metricFilterOperations } from "./operations/metric-filters.ts";
import { policyOperations } from "./operations/policies.ts";
import { putLogEventsOperation } from "./operations/put-log-events.ts";
import { queryDefinitionOperations } from "./operations/query-definitions.ts";
import { streamOperations } from "./operations/streams.ts";
import { subscriptionFilterOperations } from "./operations/subscription-filters.ts";
import { tagOperations } from "./operations/tags.ts";
import { SubscriptionDelivery } from "./subscription-delivery.ts";

const HOUR = 3_600_000;

/** Adds CloudWatch Logs to a cloud and returns what its parts share. */
export function registerLogs(cloud: Cloud, options: LogsServiceOptions = {}): LogsService {
  const service = new LogsService(cloud, options);
  const extraction = new MetricExtraction(cloud, service.metrics);
  service.ingestionListeners.add(({ settings, metricFilters }, _stream, events) => {
    if (settings.logGroupClass === "STANDARD") extraction.ingest(metricFilters.values(), events);
  });
  new SubscriptionDelivery(service);
  cloud.add({
    name: "logs",
    signedAs: "logs",
    model: modelOf(model),
    bodyLimit: 10_485_760,
    faults: { failed: { code: "ServiceUnavailableException", statusCode: 503 } },
    operations: {},
  });
  for (const operations of [
    groupOperations(service),
    streamOperations(service),
    putLogEventsOperation(service),
    getLogEventsOperation(service),
    filterLogEventsOperation(service),
    metricFilterOperations(service),
    subscriptionFilterOperations(service),
    liveTailOperation(service),
    tagOperations(service),
    policyOperations(service),
    queryDefinitionOperations(service),
    anomalyDetectorOperations(service),
    destinationOperations(service),
    insightsOperations(service),
  ])
    cloud.register("logs", withServiceErrors(operations));
  const expire = (): void => {
    service.store.expire();
    cloud.clock.after(HOUR, expire);
  };
  cloud.clock.after(HOUR, expire);
  return service;
}

/** What every operation refuses before it looks at anything else. */
function checkNames(input: object): void {
  checkInput(input, { logGroupName: { type: "string" }, logStreamName: { type: "string" } });
  validateNameLengths(input);
}

/** The rules in `lib/semantics` throw their own classes; callers see the service's error with the same name. */
function withServiceErrors(operations: Operations): Operations {
  const wrapped: Record<string, Operation> = {};
  for (const [name, operation] of Object.entries(operations))
    wrapped[name] = async (input, context) => {
      try {
        checkNames(input);
        return (await operation(input, context)) ?? {};
      } catch (error) {
        if (error instanceof CloudWatchLogsError)
          throw new ServiceError(error.name, error.message, { statusCode: error.httpStatus });
        throw error;
      }
    };
  return wrapped;
}
