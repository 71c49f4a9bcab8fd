import { readFileSync } from "node:fs";
import { LEVELS, type LevelName } from "cumulog";
import { compilePattern } from "cumulog/semantics";
import { parseDocument } from "yaml";
import { z } from "zod";
import { notifierSchema } from "../functions/alert-notifier/configuration.ts";
import { forwarderSchema } from "../functions/cloud-logging-forwarder/configuration.ts";

/** Thrown when the deployment's configuration is missing or wrong; names every mistake with its path in the file. */
export class DeploymentConfigurationError extends Error {
  override readonly name = "DeploymentConfigurationError";
}

/** Days that CloudWatch Logs can keep events. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "expected letters, digits and -, beginning with a letter");

const pattern = z.string().superRefine((text, context) => {
  try {
    compilePattern(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});

const seconds = z
  .string()
  .regex(/^\d+(s|m|h|d)$/, 'expected a duration such as "30s", "5m", "1h" or "1d"')
  .transform(
    (text) => Number(text.slice(0, -1)) * { s: 1, m: 60, h: 3_600, d: 86_400 }[text.slice(-1) as "s"],
  );

/** Periods of an alarm. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const period = seconds.refine(
  (value) => value === 10 || value === 30 || (value % 60 === 0 && value <= 86_400),
  "expected 10s, 30s, or whole minutes up to 1d",
);

const group = z.strictObject({
  name: z
    .string()
    .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, "expected 1 to 512 of the characters A-Z a-z 0-9 . - _ / #")
    .describe("Name of the log group."),
  retentionDays: z.literal(RETENTION_DAYS).default(90).describe("Days that events are kept."),
  class: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD"),
  encrypted: z.boolean().default(false).describe("Encrypts the events with a key of your own that rotates."),
  streams: z
    .array(z.string().regex(/^[^:*]{1,512}$/, "expected 1 to 512 characters without : and *"))
    .default([]),
  maskedData: z.array(z.string()).default([]).describe("Managed data identifiers whose matches are masked."),
  indexedFields: z.array(z.string()).max(20).default([]).describe("Fields that queries find without a scan."),
  keepWhenRemoved: z.boolean().default(true).describe("Whether the events stay when the stack is removed."),
});

const levels = Object.keys(LEVELS) as [LevelName, ...LevelName[]];

const signal = z
  .strictObject({
    group: name.describe("A group of this file."),
    level: z.enum(levels).optional().describe("Counts records at or above this level."),
    pattern: pattern.optional().describe("Counts events that match this filter pattern."),
    moreThan: z.number().min(0).default(0),
    within: period.default(300),
    windows: z.strictObject({ over: z.int().min(1), of: z.int().min(1) }).default({ over: 1, of: 1 }),
    severity: z.enum(["critical", "error", "warning", "info"]).default("error"),
    channels: z.array(name).default([]),
    runbookUrl: z.url().optional(),
    description: z.string().max(900).optional(),
    dimensions: z.record(z.string(), z.string()).optional(),
    alarmFor: z.array(z.record(z.string(), z.string())).default([]),
  })
  .refine(
    ({ level, pattern: given }) => level === undefined || given === undefined,
    "give a level or a pattern, not both",
  )
  .refine(({ windows }) => windows.over <= windows.of, { path: ["windows"], message: "expected over ≤ of" })
  .refine(({ windows, within }) => windows.of * within <= (within >= 3_600 ? 604_800 : 86_400), {
    path: ["windows"],
    message: "all windows together may span one day, or seven days when a window is an hour or longer",
  });

const channel = z
  .strictObject({
    emails: z.array(z.email()).default([]),
    destinations: notifierSchema.shape.destinations.or(z.array(z.never()).length(0)).default([]),
    lines: z.int().min(0).max(50).default(10),
    runbookUrl: z.string().optional(),
    encrypted: z.boolean().default(false),
  })
  .refine(
    ({ emails, destinations }) => emails.length + destinations.length > 0,
    "expected an e-mail address or a destination",
  );

const processing = z.strictObject({
  groups: z.array(name).min(1),
  configuration: z.record(z.string(), z.unknown()).describe("Rules and destinations of the log processor."),
});

const googleCloud = forwarderSchema.extend({ groups: z.array(name).min(1) });

/** The part of `cumulog.yaml` that is deployed. The library reads the member `logging` of the same file. */
export const deploymentSchema = z
  .looseObject({
    service: z.string().min(1).default("cumulog"),
    groups: z.record(name, group).default({}),
    signals: z.record(name, signal).default({}),
    channels: z.record(name, channel).default({}),
    processing: processing.optional(),
    googleCloud: googleCloud.optional(),
    dashboard: z.boolean().default(true),
  })
  .superRefine((document, context) => {
    const known = [
      "service",
      "logging",
      "groups",
      "signals",
      "channels",
      "processing",
      "googleCloud",
      "dashboard",
      "$schema",
    ];
    for (const member of Object.keys(document))
      if (!known.includes(member))
        context.addIssue({
          code: "custom",
          path: [member],
          message: `unknown; expected one of ${known.join(", ")}`,
        });
    const expectGroup = (group: string, path: PropertyKey[]) => {
      const refuse = (message: string) => context.addIssue({ code: "custom", path, message });
      if (!Object.hasOwn(document.groups, group))
        refuse(`there is no group "${group}"; expected one of ${Object.keys(document.groups).join(", ")}`);
      else if (document.groups[group]?.class !== "STANDARD")
        refuse(
          `the group "${group}" must be of class STANDARD: others take no metric filters and subscriptions`,
        );
    };
    for (const [id, { group, channels }] of Object.entries(document.signals)) {
      expectGroup(group, ["signals", id, "group"]);
      for (const [index, channel] of channels.entries())
        if (!Object.hasOwn(document.channels, channel))
          context.addIssue({
            code: "custom",
            path: ["signals", id, "channels", index],
            message: `there is no channel "${channel}"; expected one of ${Object.keys(document.channels).join(", ")}`,
          });
    }
    for (const part of ["processing", "googleCloud"] as const)
      for (const [index, group] of (document[part]?.groups ?? []).entries())
        expectGroup(group, [part, "groups", index]);
  });

/** What is deployed: groups, signals (alarms), channels, processing and dashboard. */
export type DeploymentConfiguration = z.infer<typeof deploymentSchema>;
export type SignalConfiguration = DeploymentConfiguration["signals"][string];
export type GroupConfiguration = DeploymentConfiguration["groups"][string];
export type ChannelConfiguration = DeploymentConfiguration["channels"][string];

/**
 * Checks a configuration.
 *
 * @param source for messages, usually the file's path
 * @throws DeploymentConfigurationError that names every mistake with its path
 */
export function checkDeployment(document: unknown, source: string): DeploymentConfiguration {
  const result = deploymentSchema.safeParse(document);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "(top level)"}: ${message}`,
  );
  throw new DeploymentConfigurationError(`${source} cannot be deployed:\n${lines.join("\n")}`);
}

/** Reads `cumulog.yaml` (or JSON). @throws DeploymentConfigurationError */
export function readDeployment(path: string): DeploymentConfiguration {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new DeploymentConfigurationError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = parseDocument(text, { prettyErrors: true });
  const [problem] = parsed.errors;
  if (problem) throw new DeploymentConfigurationError(`${path} is not valid YAML: ${problem.message}`);
  return checkDeployment(parsed.toJS({ maxAliasCount: 100 }), path);
}
