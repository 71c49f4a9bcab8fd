import * as z from "zod";

const secret = z.string().min(1);
const states = z.array(z.enum(["ALARM", "OK", "INSUFFICIENT_DATA", "MESSAGE"])).optional();
const shared = { name: z.string().min(1), states };

const slack = z.strictObject({
  ...shared,
  type: z.literal("slack"),
  /** Bot token with `chat:write`, or a reference to it. Needed for threads. */
  token: secret.optional(),
  channel: z.string().min(1).optional(),
  /** Address of an incoming webhook, or a reference to it. */
  webhookUrl: secret.optional(),
  apiUrl: z.url().optional(),
  /** Whether a chart of the metric follows in the alert's thread; the bot's token needs `files:write` as well. */
  chart: z.boolean().optional(),
});
const teams = z.strictObject({ ...shared, type: z.literal("teams"), webhookUrl: secret });
const pagerduty = z.strictObject({
  ...shared,
  type: z.literal("pagerduty"),
  routingKey: secret,
  /** Of alarms whose description names none. */
  severity: z.enum(["critical", "error", "warning", "info"]).optional(),
  eventsUrl: z.url().optional(),
});
const webhook = z.strictObject({ ...shared, type: z.literal("webhook"), url: secret, signingSecret: secret });

const email = z.strictObject({
  ...shared,
  type: z.literal("email"),
  /** Address that SES may send from. */
  from: z.email(),
  to: z.array(z.email()).min(1).max(50),
  /** Region of SES. Unset: that of the function. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a region such as eu-central-1")
    .optional(),
  /** Whether a chart of the metric is in it. */
  chart: z.boolean().default(true),
});

const destination = z.discriminatedUnion("type", [slack, teams, pagerduty, webhook, email]);

/** The document in `ALERT_NOTIFIER_CONFIGURATION`. */
export const notifierSchema = z.strictObject({
  destinations: z
    .array(destination)
    .min(1)
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      "names of destinations must differ",
    )
    .refine(
      (all) =>
        all.every(
          (one) =>
            one.type !== "slack" ||
            one.webhookUrl !== undefined ||
            (one.token !== undefined && one.channel !== undefined),
        ),
      "a slack destination needs webhookUrl, or token and channel",
    ),
  /** Log lines shown at most; 0 for none. */
  lines: z.int().min(0).max(50).default(10),
  /** Messages of one alarm within the time before further ones are only counted. */
  rateLimit: z
    .strictObject({ count: z.int().min(1), seconds: z.int().min(1) })
    .default({ count: 10, seconds: 600 }),
  /** Groups whose lines may be shown, each asked by itself; the role need read no others. @default any */
  logGroups: z.array(z.string().min(1)).optional(),
  /** Whether to tell that an alarm which was never in ALARM is OK: after each deploy, every one is. */
  firstOk: z.boolean().default(false),
  /** Runbook for alarms whose description names none: `{alarm}` stands for the alarm's name. */
  runbookUrl: z.string().min(1).optional(),
});

export type NotifierConfiguration = z.infer<typeof notifierSchema>;
export type DestinationConfiguration = z.infer<typeof destination>;
export type SlackConfiguration = z.infer<typeof slack>;
export type TeamsConfiguration = z.infer<typeof teams>;
export type PagerDutyConfiguration = z.infer<typeof pagerduty>;
export type EmailConfiguration = z.infer<typeof email>;
export type WebhookConfiguration = z.infer<typeof webhook>;
