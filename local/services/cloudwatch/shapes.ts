import type { Shape } from "../../kernel/input-shape.ts";

const TEXT = { type: "string" } as const satisfies Shape;
const NUMBER = { type: "number" } as const satisfies Shape;

/** Only types: the constraints of what is nested have errors of their own. */
export const TEXTS = { type: "list", of: TEXT } as const satisfies Shape;

export const DIMENSIONS = {
  type: "list",
  of: { type: "structure", members: { Name: TEXT, Value: TEXT } },
} as const satisfies Shape;

export const TAGS = {
  type: "list",
  of: {
    type: "structure",
    members: { Key: { ...TEXT, required: true }, Value: { ...TEXT, required: true } },
  },
} as const satisfies Shape;

const METRIC_STAT = {
  type: "structure",
  members: {
    Metric: {
      type: "structure",
      members: { Namespace: TEXT, MetricName: TEXT, Dimensions: DIMENSIONS },
    },
    Period: { type: "integer" },
    Stat: TEXT,
    Unit: TEXT,
  },
} as const satisfies Shape;

export const METRIC_DATA_QUERIES = {
  type: "list",
  of: {
    type: "structure",
    members: {
      Id: TEXT,
      MetricStat: METRIC_STAT,
      Expression: TEXT,
      Label: TEXT,
      ReturnData: { type: "boolean" },
      Period: { type: "integer" },
      AccountId: TEXT,
    },
  },
} as const satisfies Shape;

export const METRIC_DATA = {
  type: "list",
  of: {
    type: "structure",
    members: {
      MetricName: TEXT,
      Dimensions: DIMENSIONS,
      Value: NUMBER,
      Values: { type: "list", of: NUMBER },
      Counts: { type: "list", of: NUMBER },
      StatisticValues: {
        type: "structure",
        members: { SampleCount: NUMBER, Sum: NUMBER, Minimum: NUMBER, Maximum: NUMBER },
      },
      Unit: TEXT,
      StorageResolution: { type: "integer" },
    },
  },
} as const satisfies Shape;

export const SINGLE_METRIC = {
  AccountId: TEXT,
  Namespace: TEXT,
  MetricName: TEXT,
  Dimensions: DIMENSIONS,
  Stat: TEXT,
} as const;
