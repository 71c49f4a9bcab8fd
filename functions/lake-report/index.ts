/**
 * Charts of the lake in Athena: `handler` writes a report into a bucket and tells channels where it is, when a schedule says so;
 * `widget` draws a chart for a dashboard of CloudWatch.
 *
 * Environment:
 * - `LAKE_REPORT_CONFIGURATION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `AWS_ENDPOINT_URL`: another endpoint for all AWS services, for example the local cloud
 *
 * What is idempotent: the report; a schedule that fires twice writes the same object. Its link is told each time.
 */
import { once, readConfiguration } from "../shared/configuration.ts";
import { lakeSchema, reportSchema } from "./configuration.ts";
import { writeReport } from "./report.ts";
import { description, widgetEventSchema, widgetHtml } from "./widget.ts";

interface Context {
  getRemainingTimeInMillis?(): number;
}

/** A schedule of EventBridge says when it was due. */
interface ScheduledEvent {
  readonly time?: string;
}

const RESERVE_MS = 2_000;
const VARIABLE = "LAKE_REPORT_CONFIGURATION";

const reportConfiguration = once(() => readConfiguration(VARIABLE, reportSchema));
const lakeConfiguration = once(() => readConfiguration(VARIABLE, lakeSchema));

const deadlineOf = ({ getRemainingTimeInMillis }: Context): number =>
  Date.now() + Math.max(1_000, (getRemainingTimeInMillis?.() ?? 60_000) - RESERVE_MS);

export async function handler(
  event: ScheduledEvent = {},
  context: Context = {},
): Promise<{ readonly key: string }> {
  const due = Date.parse(event.time ?? "");
  const configuration = await reportConfiguration();
  return {
    key: await writeReport(configuration, Number.isNaN(due) ? Date.now() : due, deadlineOf(context)),
  };
}

/** @returns HTML, or with `describe` Markdown */
export async function widget(event: unknown = {}, context: Context = {}): Promise<string> {
  const read = widgetEventSchema.safeParse(event);
  if (!read.success)
    return "<p>The widget's parameters cannot be read: expected query, a name, and parameters, texts by their names.</p>";
  if (read.data.describe === true) return description();
  return widgetHtml(read.data, await lakeConfiguration(), deadlineOf(context));
}
