import { type JsonShape, LABELS, PAGE, STRINGS } from "./json-shapes.ts";

const EXCLUSION = {
  fields: {
    name: "string",
    description: "string",
    filter: "string",
    disabled: "bool",
    createTime: "timestamp",
    updateTime: "timestamp",
  },
} as const satisfies JsonShape;

const SINK = {
  fields: {
    name: "string",
    destination: "string",
    filter: "string",
    description: "string",
    disabled: "bool",
    exclusions: { list: EXCLUSION },
    outputVersionFormat: {
      enum: { VERSION_FORMAT_UNSPECIFIED: 0, V2: 1, V1: 2 },
      type: "type.googleapis.com/google.logging.v2.LogSink.VersionFormat",
    },
    writerIdentity: "string",
    includeChildren: "bool",
    bigqueryOptions: { fields: { usePartitionedTables: "bool", usesTimestampColumnPartitioning: "bool" } },
    createTime: "timestamp",
    updateTime: "timestamp",
  },
} as const satisfies JsonShape;

const LAUNCH_STAGE = {
  enum: {
    LAUNCH_STAGE_UNSPECIFIED: 0,
    EARLY_ACCESS: 1,
    ALPHA: 2,
    BETA: 3,
    GA: 4,
    DEPRECATED: 5,
    UNIMPLEMENTED: 6,
    PRELAUNCH: 7,
  },
  type: "type.googleapis.com/google.api.LaunchStage",
} as const satisfies JsonShape;

const METRIC_DESCRIPTOR = {
  fields: {
    name: "string",
    type: "string",
    labels: {
      list: {
        fields: {
          key: "string",
          valueType: {
            enum: { STRING: 0, BOOL: 1, INT64: 2 },
            type: "type.googleapis.com/google.api.LabelDescriptor.ValueType",
          },
          description: "string",
        },
      },
    },
    metricKind: {
      enum: { METRIC_KIND_UNSPECIFIED: 0, GAUGE: 1, DELTA: 2, CUMULATIVE: 3 },
      type: "type.googleapis.com/google.api.MetricDescriptor.MetricKind",
    },
    valueType: {
      enum: {
        VALUE_TYPE_UNSPECIFIED: 0,
        BOOL: 1,
        INT64: 2,
        DOUBLE: 3,
        STRING: 4,
        DISTRIBUTION: 5,
        MONEY: 6,
      },
      type: "type.googleapis.com/google.api.MetricDescriptor.ValueType",
    },
    unit: "string",
    description: "string",
    displayName: "string",
    metadata: {
      fields: { launchStage: LAUNCH_STAGE, samplePeriod: "duration", ingestDelay: "duration" },
    },
    launchStage: LAUNCH_STAGE,
    monitoredResourceTypes: STRINGS,
  },
} as const satisfies JsonShape;

const METRIC = {
  fields: {
    name: "string",
    description: "string",
    filter: "string",
    bucketName: "string",
    disabled: "bool",
    metricDescriptor: METRIC_DESCRIPTOR,
    valueExtractor: "string",
    labelExtractors: LABELS,
    bucketOptions: {
      fields: {
        linearBuckets: { fields: { numFiniteBuckets: "int32", width: "double", offset: "double" } },
        exponentialBuckets: {
          fields: { numFiniteBuckets: "int32", growthFactor: "double", scale: "double" },
        },
        explicitBuckets: { fields: { bounds: { list: "double" } } },
      },
    },
    createTime: "timestamp",
    updateTime: "timestamp",
    version: {
      enum: { V2: 0, V1: 1 },
      type: "type.googleapis.com/google.logging.v2.LogMetric.ApiVersion",
    },
  },
} as const satisfies JsonShape;

const CHILDREN = { fields: { parent: "string", ...PAGE } } as const satisfies JsonShape;

/** @see https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#configservicev2 */
export const CONFIGURATION_REQUEST_SHAPES = {
  ListSinks: CHILDREN,
  GetSink: { fields: { sinkName: "string" } },
  CreateSink: { fields: { parent: "string", sink: SINK, uniqueWriterIdentity: "bool" } },
  UpdateSink: {
    fields: { sinkName: "string", sink: SINK, uniqueWriterIdentity: "bool", updateMask: "fieldMask" },
  },
  DeleteSink: { fields: { sinkName: "string" } },
  ListExclusions: CHILDREN,
  GetExclusion: { fields: { name: "string" } },
  CreateExclusion: { fields: { parent: "string", exclusion: EXCLUSION } },
  UpdateExclusion: { fields: { name: "string", exclusion: EXCLUSION, updateMask: "fieldMask" } },
  DeleteExclusion: { fields: { name: "string" } },
  ListLogMetrics: CHILDREN,
  GetLogMetric: { fields: { metricName: "string" } },
  CreateLogMetric: { fields: { parent: "string", metric: METRIC } },
  UpdateLogMetric: { fields: { metricName: "string", metric: METRIC } },
  DeleteLogMetric: { fields: { metricName: "string" } },
} as const satisfies Record<string, JsonShape>;

const NOTHING = { fields: {} } as const satisfies JsonShape;

export const CONFIGURATION_RESPONSE_SHAPES = {
  ListSinks: { fields: { sinks: { list: SINK }, nextPageToken: "string" } },
  GetSink: SINK,
  CreateSink: SINK,
  UpdateSink: SINK,
  DeleteSink: NOTHING,
  ListExclusions: { fields: { exclusions: { list: EXCLUSION }, nextPageToken: "string" } },
  GetExclusion: EXCLUSION,
  CreateExclusion: EXCLUSION,
  UpdateExclusion: EXCLUSION,
  DeleteExclusion: NOTHING,
  ListLogMetrics: { fields: { metrics: { list: METRIC }, nextPageToken: "string" } },
  GetLogMetric: METRIC,
  CreateLogMetric: METRIC,
  UpdateLogMetric: METRIC,
  DeleteLogMetric: NOTHING,
} as const satisfies Record<keyof typeof CONFIGURATION_REQUEST_SHAPES, JsonShape>;
