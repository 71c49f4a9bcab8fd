import { LEVELS, type LevelName } from "cumulog";
import { EMIT_SYSTEM_FIELDS, METRIC_FILTER_MAX_DIMENSIONS } from "cumulog/semantics";
import { readSignal, type SignalDescription, SignalError } from "cumulog/signals";
import * as z from "zod";
import { name, pattern } from "./names.ts";

const levels = Object.keys(LEVELS) as [LevelName, ...LevelName[]];

const events = z.strictObject({
  level: z.enum(levels).optional().describe("Records at or above this level."),
  pattern: pattern.optional().describe("Events that match this filter pattern."),
});
const limit = z.union([z.number(), z.string()], {
  error: 'expected a number, or a comparison such as "> 2s"',
});

/** The members of a signal; what they mean together is checked by `readSignal`. */
export const signal = z
  .strictObject({
    group: name.describe("A group of this file."),
    ...events.shape,
    moreThan: limit.optional().describe('So many events, or with a ratio a percentage such as "2%".'),
    fewerThan: limit.optional(),
    within: z.string().optional().describe('Length of a window, such as "5m".'),
    windows: z.strictObject({ over: z.int().min(1), of: z.int().min(1) }).optional(),
    value: z.string().optional().describe("The number in each event that is judged, such as $.durationMs."),
    unit: z.string().optional().describe("CloudWatch's unit of the value."),
    ...Object.fromEntries(
      ["average", "sum", "minimum", "maximum", "sampleCount"].map((statistic) => [
        statistic,
        limit.optional().describe('Limit of this statistic of the value, such as "> 2s".'),
      ]),
    ),
    ratio: z
      .strictObject({ of: events, to: events.optional(), minimum: z.int().min(1).optional() })
      .optional()
      .describe("Share of some events in others, in percent."),
    silence: z.string().optional().describe("Goes off when there was nothing for this long."),
    unusual: z
      .union(
        [
          z.literal(true),
          z.strictObject({
            width: z.number().positive().optional(),
            direction: z.enum(["above", "below", "both"]).optional(),
            statistic: z.string().optional(),
          }),
        ],
        {
          error: "expected true, or width (a number above 0), direction (above, below or both) and statistic",
        },
      )
      .optional()
      .describe("Goes off outside of the band of what is usual."),
    budget: z
      .strictObject({
        objective: z.string().describe('Share of good events, such as "99.9%".'),
        window: z.string().optional(),
        of: events.optional(),
        to: events.optional(),
        minimum: z.int().min(1).optional(),
      })
      .optional()
      .describe("Goes off when the error budget burns too fast."),
    query: z
      .strictObject({
        query: z.string(),
        aggregate: z.string().optional(),
        by: z.array(z.string()).max(5).optional(),
        lines: z.int().min(0).max(50).optional(),
      })
      .optional()
      .describe("A query of Logs Insights on a schedule."),
    severity: z.enum(["critical", "error", "warning", "info"]).default("error"),
    channels: z.array(name).default([]),
    runbookUrl: z.url().optional(),
    description: z.string().max(900).optional(),
    dimensions: z.record(z.string(), z.string()).optional(),
    systemFields: z
      .array(z.enum(EMIT_SYSTEM_FIELDS))
      .min(1)
      .optional()
      .describe("System fields that become dimensions; the alarm looks at the own account's and Region's."),
    alarmFor: z.array(z.record(z.string(), z.string())).optional(),
  })
  .catchall(limit)
  .superRefine((document, context) => {
    const { systemFields = [], dimensions = {} } = document;
    if (
      systemFields.length > 0 &&
      systemFields.length + Object.keys(dimensions).length > METRIC_FILTER_MAX_DIMENSIONS
    )
      context.addIssue({
        code: "custom",
        path: ["systemFields"],
        message: `with dimensions they are ${systemFields.length + Object.keys(dimensions).length}, expected at most ${METRIC_FILTER_MAX_DIMENSIONS} together`,
      });
    try {
      readSignal(descriptionOf(document));
    } catch (error) {
      if (!(error instanceof SignalError)) throw error;
      context.addIssue({ code: "custom", path: [...error.path], message: error.message });
    }
  });

/** The members of a signal that say what to know, without those that say whom to tell. */
export function descriptionOf({
  group: _group,
  severity: _severity,
  channels: _channels,
  runbookUrl: _runbookUrl,
  description: _description,
  systemFields: _systemFields,
  ...rest
}: Readonly<Record<string, unknown>>): SignalDescription {
  return rest as SignalDescription;
}
