import { LOG_ALARM_MAX_BY_FIELDS } from "../limits.ts";

/** An aggregation expression that a log alarm does not take. */
export class AggregationSyntaxError extends Error {
  override readonly name = "AggregationSyntaxError";
}

/** An aggregation of a `stats` command. */
export interface AggregationExpression {
  readonly aggregate: "count" | "sum" | "avg" | "min" | "max";
  /** `*`, or the field whose values are aggregated. */
  readonly field: string;
  /** The fields whose combinations are the contributors. */
  readonly by: readonly string[];
  /** How contributors are ordered: by value, or by name when null. */
  readonly sort: "asc" | "desc" | null;
}

const AGGREGATES: readonly string[] = ["count", "sum", "avg", "min", "max"];
const FIELD = "`[^`]+`|[@\\w][@\\w.-]*";
const CALL = new RegExp(`^\\s*(\\w+)\\s*\\(\\s*(\\*|${FIELD}|)\\s*\\)`, "i");
const NAME = new RegExp(`^\\s*(${FIELD})\\s*(?!\\()`);

/**
 * Reads `count(*)`, `avg(latency) by host, service | sort desc`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-aggregation
 *
 * @throws AggregationSyntaxError
 */
export function parseAggregationExpression(text: string): AggregationExpression {
  const call = CALL.exec(text);
  const aggregate = call?.[1]?.toLowerCase() ?? "";
  if (!call || !AGGREGATES.includes(aggregate))
    throw new AggregationSyntaxError(
      `"${text}": expected one of count(*), sum(field), avg(field), min(field) and max(field)`,
    );
  const field = unquoted(call[2] || "*");
  if (field === "*" && aggregate !== "count")
    throw new AggregationSyntaxError(`"${text}": expected a field in ${aggregate}()`);
  let rest = text.slice(call[0].length);
  const by: string[] = [];
  const introduced = /^\s+by\b/i.exec(rest)?.[0];
  if (introduced) {
    rest = rest.slice(introduced.length);
    for (let separator: string | undefined = ","; separator; separator = /^\s*,/.exec(rest)?.[0]) {
      if (by.length > 0) rest = rest.slice(separator.length);
      const name = NAME.exec(rest);
      if (!name) throw new AggregationSyntaxError(`"${text}": expected the name of a field after "by"`);
      by.push(unquoted(name[1]!));
      rest = rest.slice(name[0].length);
    }
    if (by.length > LOG_ALARM_MAX_BY_FIELDS)
      throw new AggregationSyntaxError(
        `"${text}": expected at most ${LOG_ALARM_MAX_BY_FIELDS} fields after "by", found ${by.length}`,
      );
  }
  const sort = /^\s*\|\s*sort\s+(asc|desc)\s*$/i.exec(rest)?.[1]?.toLowerCase() as "asc" | "desc" | undefined;
  if (!sort && rest.trim() !== "")
    throw new AggregationSyntaxError(
      `"${text}": found "${rest.trim()}", expected one aggregate, then "by" with fields, then "| sort asc" or "| sort desc"`,
    );
  return { aggregate: aggregate as AggregationExpression["aggregate"], field, by, sort: sort ?? null };
}

function unquoted(name: string): string {
  return name.startsWith("`") ? name.slice(1, -1) : name;
}
