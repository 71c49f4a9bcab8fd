import { formatDatePattern } from "../../dates/format-date-pattern.ts";
import { parseDate } from "../../dates/parse-date.ts";
import { pathOf, setAt, valueAt } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { DateTimeConverter, Step } from "../types.ts";

const DEFAULT_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Datatype.html#CloudWatch-Logs-Transformation-datetimeConverter */
export function convertDateTime({
  source,
  target,
  matchPatterns,
  targetFormat = DEFAULT_FORMAT,
  sourceTimezone = "UTC",
  targetTimezone = "UTC",
  locale = "en",
}: DateTimeConverter): Step {
  return ({ document }) => {
    const value = valueAt(document, pathOf(source));
    if (typeof value !== "string" && typeof value !== "number") return;
    for (const pattern of matchPatterns) {
      const time = parseDate(String(value), pattern, sourceTimezone, locale);
      if (time === undefined) continue;
      setAt(document, pathOf(target), formatDatePattern(time, targetFormat, targetTimezone, locale), true);
      return;
    }
    throw new TransformationError(
      `dateTimeConverter: the value of ${source} has none of the patterns' forms`,
    );
  };
}
