import { CloudWatchLogsError, type TransformerProcessor, validateTransformer } from "cumulog/semantics";
import * as z from "zod";

/** Formats that have a name. */
const FORMATS = {
  json: [{ parseJSON: {} }],
  apache: [{ grok: { match: "%{APACHE_ACCESS_LOG}" } }],
  nginx: [{ grok: { match: "%{NGINX_ACCESS_LOG}" } }],
  syslog: [{ grok: { match: "%{SYSLOG5424}" } }],
  logfmt: [{ parseKeyValue: { fieldDelimiter: " ", keyValueDelimiter: "=" } }],
  csv: [{ csv: {} }],
  vpc: [{ parseVPC: {} }],
  waf: [{ parseWAF: {} }],
  route53: [{ parseRoute53: {} }],
  cloudfront: [{ parseCloudfront: {} }],
  postgres: [{ parsePostgres: {} }],
} as const satisfies Readonly<Record<string, readonly TransformerProcessor[]>>;

/** The name of a format whose processors are known. */
export type LogFormat = keyof typeof FORMATS;

/** How the events of a group become documents: the name of a format, or processors of CloudWatch Logs. */
export type LogParsing = LogFormat | readonly TransformerProcessor[];

/** The processors of a transformer. */
export function processorsOf(parsing: LogParsing): readonly TransformerProcessor[] {
  return typeof parsing === "string" ? FORMATS[parsing] : parsing;
}

export const parse = z
  .union([
    z.enum(Object.keys(FORMATS) as [LogFormat, ...LogFormat[]]),
    z.array(z.record(z.string(), z.record(z.string(), z.unknown()))).min(1),
  ])
  .superRefine((parsing, context) => {
    try {
      validateTransformer(processorsOf(parsing as LogParsing));
    } catch (error) {
      if (!(error instanceof CloudWatchLogsError || error instanceof TypeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  })
  .describe("How events become documents while they come in: a format, or processors of CloudWatch Logs.");
