import { chartSvg, DARK, LakeError, LIGHT } from "@cumulog/lake/report";
import { htmlText, namedQueries, namedQuery, renderQuery, UnknownQueryError } from "cumulog/analysis";
import * as z from "zod/mini";
import type { LakeConfiguration } from "./configuration.ts";
import { askedLake } from "./lake.ts";

const span = z.object({ start: z.number(), end: z.number() });

/**
 * What CloudWatch sends: the widget's parameters, and where it stands.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard.html
 */
export const widgetEventSchema = z.looseObject({
  describe: z.optional(z.boolean()),
  query: z.optional(z.string()),
  parameters: z._default(z.record(z.string(), z.coerce.string()), {}),
  widgetContext: z.optional(
    z.looseObject({
      theme: z.optional(z.string()),
      width: z.optional(z.number()),
      height: z.optional(z.number()),
      timezone: z.optional(z.looseObject({ offsetISO: z.optional(z.string()) })),
      timeRange: z.optional(z.looseObject({ ...span.shape, zoom: z.optional(span) })),
    }),
  ),
});

type WidgetEvent = z.infer<typeof widgetEventSchema>;

/** What `describe` answers, in CloudWatch's Markdown: what the widget does, and the parameters to start with. */
export function description(): string {
  const queries = namedQueries().filter(({ chart }) => chart !== undefined);
  const lines = queries.map(({ name, title, parameters }) => {
    const named = parameters.map((parameter) => `\`${parameter.name}\``).join(", ");
    return `- \`${name}\`: ${title}${named === "" ? "" : ` (${named})`}`;
  });
  return `## A chart of the lake

Draws a query of the logs' lake for the dashboard's span of time. Its parameters:

\`\`\` yaml
query: error-rate-by-hour
parameters: {}
\`\`\`

Queries, with their parameters:

${lines.join("\n")}
`;
}

const LEAST_PIXELS = 100;
const MOST_PIXELS = 4_000;
const pixels = (given: number | undefined, otherwise: number): number =>
  Math.round(Math.min(MOST_PIXELS, Math.max(LEAST_PIXELS, given ?? otherwise)));

/** The widget as HTML: a chart, or one sentence about why there is none. No text of a log is markup in it. */
export async function widgetHtml(
  event: WidgetEvent,
  configuration: LakeConfiguration,
  deadline: number,
): Promise<string> {
  try {
    return await chart(event, configuration, deadline);
  } catch (error) {
    if (error instanceof UnknownQueryError || error instanceof LakeError)
      return `<p>${htmlText(error.message)}</p>`;
    throw error;
  }
}

async function chart(
  { query: name = "error-rate-by-hour", parameters, widgetContext: context = {} }: WidgetEvent,
  configuration: LakeConfiguration,
  deadline: number,
): Promise<string> {
  const query = namedQuery(name);
  if (query.chart === undefined) {
    const drawn = namedQueries().filter((one) => one.chart !== undefined);
    throw new UnknownQueryError(
      `The query ${name} has no chart: expected one of ${drawn.map((one) => one.name).join(", ")}.`,
    );
  }
  const { start: from, end: to } = context.timeRange?.zoom ?? context.timeRange ?? {};
  const lake = await askedLake(configuration, deadline);
  const data = await lake.ask(renderQuery(query, { dialect: lake.dialect, parameters, from, to }));
  if (data.rows.length === 0) return `<p>${htmlText(query.title)}: no events in this time.</p>`;
  return chartSvg(data, query.chart, {
    theme: context.theme === "dark" ? DARK : LIGHT,
    width: pixels(context.width, 600),
    height: pixels(context.height, 300),
    timezone: zoneOf(context.timezone?.offsetISO),
  });
}

const zoneOf = (offset: string | undefined): string =>
  offset !== undefined && /^[+-]\d{2}:\d{2}$/.test(offset) ? offset : "UTC";
