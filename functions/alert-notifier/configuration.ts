import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const secret = text;
const positive = z.int().check(z.gte(1));
const states = z.optional(z.array(z.enum(["ALARM", "OK", "INSUFFICIENT_DATA", "MESSAGE"])));
const shared = { name: text, states };

const slack = z.strictObject({
  ...shared,
  type: z.literal("slack"),
  /** Bot token with `chat:write`, or a reference to it. Needed for threads. */
  token: z.optional(secret),
  channel: z.optional(text),
  /** Address of an incoming webhook, or a reference to it. */
  webhookUrl: z.optional(secret),
  apiUrl: z.optional(z.url()),
  /** Whether a chart of the metric follows in the alert's thread; the bot's token needs `files:write` as well. */
  chart: z.optional(z.boolean()),
});
const teams = z.strictObject({ ...shared, type: z.literal("teams"), webhookUrl: secret });
const pagerduty = z.strictObject({
  ...shared,
  type: z.literal("pagerduty"),
  routingKey: secret,
  /** Of alarms whose description names none. */
  severity: z.optional(z.enum(["critical", "error", "warning", "info"])),
  eventsUrl: z.optional(z.url()),
});
const webhook = z.strictObject({ ...shared, type: z.literal("webhook"), url: secret, signingSecret: secret });

const email = z.strictObject({
  ...shared,
  type: z.literal("email"),
  /** Address that SES may send from. */
  from: z.email(),
  to: z.array(z.email()).check(z.minLength(1), z.maxLength(50)),
  /** Region of SES. Unset: that of the function. */
  region: z.optional(
    z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a region such as eu-central-1")),
  ),
  /** Whether a chart of the metric is in it. */
  chart: z._default(z.boolean(), true),
});

const destination = z.discriminatedUnion("type", [slack, teams, pagerduty, webhook, email]);

/** The document in `ALERT_NOTIFIER_CONFIGURATION`. */
export const notifierSchema = z.strictObject({
  destinations: z.array(destination).check(
    z.minLength(1),
    z.refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      "names of destinations must differ",
    ),
    z.refine(
      (all) =>
        all.every(
          (one) =>
            one.type !== "slack" ||
            one.webhookUrl !== undefined ||
            (one.token !== undefined && one.channel !== undefined),
        ),
      "a slack destination needs webhookUrl, or token and channel",
    ),
  ),
  /** Log lines shown at most; 0 for none. */
  lines: z._default(z.int().check(z.gte(0), z.lte(50)), 10),
  /** Messages of one alarm within the time before further ones are only counted. */
  rateLimit: z._default(z.strictObject({ count: positive, seconds: positive }), { count: 10, seconds: 600 }),
  /** Groups whose lines may be shown, each asked by itself; the role need read no others. @default any */
  logGroups: z.optional(z.array(text)),
  /** Whether to tell that an alarm which was never in ALARM is OK: after each deploy, every one is. */
  firstOk: z._default(z.boolean(), false),
  /** Runbook for alarms whose description names none: `{alarm}` stands for the alarm's name. */
  runbookUrl: z.optional(text),
});

export type NotifierConfiguration = z.infer<typeof notifierSchema>;
export type DestinationConfiguration = z.infer<typeof destination>;
export type SlackConfiguration = z.infer<typeof slack>;
export type TeamsConfiguration = z.infer<typeof teams>;
export type PagerDutyConfiguration = z.infer<typeof pagerduty>;
export type EmailConfiguration = z.infer<typeof email>;
export type WebhookConfiguration = z.infer<typeof webhook>;
