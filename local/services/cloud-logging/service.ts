import { googleService } from "../../kernel/google/make-google-service.ts";
import { createBucket } from "./operations/create-bucket.ts";
import { createBucketAsync } from "./operations/create-bucket-async.ts";
import { createExclusion } from "./operations/create-exclusion.ts";
import { createLink } from "./operations/create-link.ts";
import { createLogMetric } from "./operations/create-log-metric.ts";
import { createSink } from "./operations/create-sink.ts";
import { createView } from "./operations/create-view.ts";
import { deleteBucket } from "./operations/delete-bucket.ts";
import { deleteExclusion } from "./operations/delete-exclusion.ts";
import { deleteLink } from "./operations/delete-link.ts";
import { deleteLog } from "./operations/delete-log.ts";
import { deleteLogMetric } from "./operations/delete-log-metric.ts";
import { deleteSink } from "./operations/delete-sink.ts";
import { deleteView } from "./operations/delete-view.ts";
import { getBucket } from "./operations/get-bucket.ts";
import { getExclusion } from "./operations/get-exclusion.ts";
import { getLink } from "./operations/get-link.ts";
import { getLogMetric } from "./operations/get-log-metric.ts";
import { getOperation } from "./operations/get-operation.ts";
import { getSink } from "./operations/get-sink.ts";
import { getView } from "./operations/get-view.ts";
import { listBuckets } from "./operations/list-buckets.ts";
import { listExclusions } from "./operations/list-exclusions.ts";
import { listLinks } from "./operations/list-links.ts";
import { listLogEntries } from "./operations/list-log-entries.ts";
import { listLogMetrics } from "./operations/list-log-metrics.ts";
import { listLogs } from "./operations/list-logs.ts";
import { listMonitoredResourceDescriptors } from "./operations/list-monitored-resource-descriptors.ts";
import { listOperations } from "./operations/list-operations.ts";
import { listSinks } from "./operations/list-sinks.ts";
import { listViews } from "./operations/list-views.ts";
import { tailLogEntries } from "./operations/tail-log-entries.ts";
import { undeleteBucket } from "./operations/undelete-bucket.ts";
import { updateBucket } from "./operations/update-bucket.ts";
import { updateBucketAsync } from "./operations/update-bucket-async.ts";
import { updateExclusion } from "./operations/update-exclusion.ts";
import { updateLogMetric } from "./operations/update-log-metric.ts";
import { updateSink } from "./operations/update-sink.ts";
import { updateView } from "./operations/update-view.ts";
import { writeLogEntries } from "./operations/write-log-entries.ts";
import { LOGGING_RESOURCES } from "./resources.ts";
import { type CloudLogging, openCloudLogging } from "./state.ts";
import { LOGGING_TYPES } from "./types.ts";

/** Cloud Logging: entries, sinks, exclusions, buckets, views, links and log-based metrics. */
export const service = googleService<CloudLogging>({
  name: "cloud-logging",
  types: LOGGING_TYPES,
  state: openCloudLogging,
  operations: {
    CreateBucket: createBucket,
    CreateBucketAsync: createBucketAsync,
    CreateExclusion: createExclusion,
    CreateLink: createLink,
    CreateLogMetric: createLogMetric,
    CreateSink: createSink,
    CreateView: createView,
    DeleteBucket: deleteBucket,
    DeleteExclusion: deleteExclusion,
    DeleteLink: deleteLink,
    DeleteLog: deleteLog,
    DeleteLogMetric: deleteLogMetric,
    DeleteSink: deleteSink,
    DeleteView: deleteView,
    GetBucket: getBucket,
    GetExclusion: getExclusion,
    GetLink: getLink,
    GetLogMetric: getLogMetric,
    GetOperation: getOperation,
    GetSink: getSink,
    GetView: getView,
    ListBuckets: listBuckets,
    ListExclusions: listExclusions,
    ListLinks: listLinks,
    ListLogEntries: listLogEntries,
    ListLogMetrics: listLogMetrics,
    ListLogs: listLogs,
    ListMonitoredResourceDescriptors: listMonitoredResourceDescriptors,
    ListOperations: listOperations,
    ListSinks: listSinks,
    ListViews: listViews,
    TailLogEntries: tailLogEntries,
    UndeleteBucket: undeleteBucket,
    UpdateBucket: updateBucket,
    UpdateBucketAsync: updateBucketAsync,
    UpdateExclusion: updateExclusion,
    UpdateLogMetric: updateLogMetric,
    UpdateSink: updateSink,
    UpdateView: updateView,
    WriteLogEntries: writeLogEntries,
  },
  resources: LOGGING_RESOURCES,
});
