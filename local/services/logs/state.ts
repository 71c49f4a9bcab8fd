import type { Cloud } from "../../kernel/cloud.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { AnomalyWatching } from "./anomalies/anomaly-watching.ts";
import { DataProtection } from "./data-protection.ts";
import { LogsService } from "./logs-service.ts";
import { MetricExtraction } from "./metric-extraction.ts";
import { publishLogMetrics } from "./service-metrics.ts";
import { SubscriptionDelivery } from "./subscription-delivery.ts";
import { Transformers } from "./transformers.ts";

const HOUR = 3_600_000;

/** Opens the log groups of a cloud, with what follows what they ingest: metric filters, subscriptions, metrics. */
export function openLogs(cloud: Cloud): LogsService {
  const { metrics } = cloud.state(openCloudWatch);
  const service = new LogsService(cloud);
  const transformers = new Transformers(cloud, (group) => service.accountPolicies.transformerOf(group));
  const protection = new DataProtection(service, metrics, () => service.accountPolicies.dataProtection());
  service.store.formsOf = (group) => {
    if (!transformers.has(group) && !protection.has(group)) return undefined;
    return (stream, message) =>
      protection.protect(group, message, transformers.transform(group, stream, message));
  };
  service.ingestionListeners.add((group) => protection.report(group));
  const extraction = new MetricExtraction(cloud, metrics);
  service.ingestionListeners.add(({ settings, metricFilters }, _stream, events) => {
    if (settings.logGroupClass === "STANDARD") extraction.ingest(metricFilters.values(), events);
  });
  new SubscriptionDelivery(service);
  publishLogMetrics(service, metrics);
  service.anomalyWatching = new AnomalyWatching(service, metrics);
  const expire = (): void => {
    service.store.expire();
    cloud.clock.after(HOUR, expire);
  };
  cloud.clock.after(HOUR, expire);
  return service;
}
