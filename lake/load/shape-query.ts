import { COMPUTED_COLUMNS, type Contract, FIRST_ERROR_STATUS, levelNames } from "cumulog/analysis";
import { identifier, literal } from "../engine/engine.ts";
import { storedColumns } from "../store/stored-columns.ts";
import { alikeMessages } from "./alike-messages.ts";
import type { LineShape, MemberKind } from "./shape.ts";

/** As texts: the engine would make numbers of `true`, which the contract does not. */
const KINDS: Readonly<Record<MemberKind, string>> = {
  text: "VARCHAR",
  number: "VARCHAR",
  boolean: "VARCHAR",
  json: "JSON",
};

/**
 * A query that turns lines of a shape into rows: what `readEvent` does, for the lines that have nothing else. The other lines
 * come out too, without an `event_id`: the line as `message` and its number as `status`.
 *
 * Its parameters: 1, the lines as bytes; 2, the beginning of their ids; 3, the number before that of the first line; 4, the log stream.
 */
export function shapeQuery(shape: LineShape, contract: Contract, withTemplates: boolean): string {
  const structure = Object.fromEntries([...shape.members].map(([name, kind]) => [name, KINDS[kind]]));
  const values = columnValues(shape);
  const message = values.get("message");
  if (withTemplates && message !== undefined) values.set("message_template", alikeMessages(message));
  const others: Readonly<Record<string, string>> = { event_id: "NULL", message: "line", status: "number" };
  const columns = storedColumns(contract).map(({ name, type }) => {
    const value = values.get(name) ?? `NULL::${type}`;
    const other = others[name];
    return `${other === undefined ? value : `CASE WHEN ok THEN ${value} ELSE ${other} END`} AS ${identifier(name)}`;
  });
  // The engine would compute what depends on parameters alone as one value ahead of time, line by line: the zero forbids it.
  return `
    SELECT ${columns.join(", ")} FROM (
      SELECT *, coalesce(${conditions(shape).join(" AND ")}, false) AS ok FROM (
        SELECT line, number, s, members, ${[...numbers(shape), `${timeValue(shape)} AS ms`, `${levelValue(shape, "level")} AS level_name`].join(", ")} FROM (
          SELECT line, $3 + n AS number, json_transform(line, ${literal(JSON.stringify(structure))}) AS s, len(json_keys(line)) AS members FROM (
            SELECT unnest(lines) AS line, generate_subscripts(lines, 1) AS n FROM (SELECT string_split(decode($1), chr(10 + zero::INTEGER)) AS lines FROM range(1) AS zeros(zero))
          ) WHERE line <> ''
        )
      )
    )`;
}

const member = (name: string): string => `s.${identifier(name)}`;
const numberOf = (name: string): string => identifier(`number of ${name}`);

/** Read once, and used by conditions and columns. */
const numbers = ({ members }: LineShape): string[] =>
  [...members]
    .filter(([, kind]) => kind === "number")
    .map(([name]) => `TRY_CAST(${member(name)} AS DOUBLE) AS ${numberOf(name)}`);

/** A line has the shape when it has no member that the shape does not know. */
function conditions(shape: LineShape): string[] {
  const names = [...shape.members.keys()];
  const present = names.map((name) => `${member(name)} IS NOT NULL`);
  // Most lines have all members; the others are counted.
  const count = `CASE WHEN ${present.join(" AND ")} THEN ${names.length} ELSE ${present.map((it) => `(${it})::INTEGER`).join(" + ")} END`;
  const all = ["ms IS NOT NULL", `members = ${count}`];
  for (const name of shape.scalars) all.push(`NOT starts_with(coalesce(${member(name)}::VARCHAR, ''), '{')`);
  const level = shape.columns.get("level");
  if (level !== undefined) all.push(`(level_name IS NOT NULL OR ${member(level)} IS NULL)`);
  for (const [name, kind] of shape.members) {
    if (name === shape.time.member) continue;
    if (kind === "number") all.push(`(${member(name)} IS NULL OR isfinite(${numberOf(name)}))`);
    if (kind === "boolean") all.push(`coalesce(${member(name)}, 'true') IN ('true', 'false')`);
  }
  for (const name of shape.integers)
    if (shape.columns.has(name)) {
      const from = shape.columns.get(name)!;
      all.push(`(${member(from)} IS NULL OR (${isWhole(numberOf(from))}))`);
    }
  const id = shape.columns.get("event_id");
  if (id !== undefined) all.push(`${member(id)} IS DISTINCT FROM ''`);
  return all;
}

const isWhole = (number: string): string =>
  `abs(${number}) < 9007199254740992 AND ${number} = floor(${number})`;

function timeValue({ time }: LineShape): string {
  const text = member(time.member);
  switch (time.kind) {
    case "utc":
      return `CASE WHEN suffix(${text}, 'Z') AND strlen(${text}) BETWEEN 20 AND 30 THEN epoch_ms(try_cast(${text} AS TIMESTAMP)) END`;
    case "offset":
      return `CASE WHEN strlen(${text}) BETWEEN 24 AND 35 THEN epoch_ms(try_cast(${text} AS TIMESTAMPTZ)) END`;
    case "milliseconds":
      return `CASE WHEN strlen(${text}) = 13 THEN TRY_CAST(${text} AS BIGINT) END`;
  }
}

function levelValue(shape: LineShape, kind: "level" | "severity"): string {
  const from = shape.columns.get("level");
  if (from === undefined) return "NULL::VARCHAR";
  const cases = shape.levels.map((text) => `WHEN ${literal(text)} THEN ${literal(levelNames(text)![kind])}`);
  return `CASE ${member(from)} ${cases.join(" ")} END`;
}

function columnValues(shape: LineShape): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, from] of shape.columns) {
    if (COMPUTED_COLUMNS.has(name)) continue;
    const kind = shape.members.get(from)!;
    values.set(
      name,
      kind === "number" ? numberOf(from) : kind === "boolean" ? `${member(from)} = 'true'` : member(from),
    );
    if (shape.integers.includes(name)) values.set(name, `TRY_CAST(${numberOf(from)} AS BIGINT)`);
  }
  const status = values.get("status");
  const route = values.get("route");
  if (route !== undefined)
    values.set(
      "route",
      `CASE WHEN contains(${route}, '?') THEN split_part(${route}, '?', 1) ELSE ${route} END`,
    );
  const byStatus = status === undefined ? "false" : `coalesce(${status} >= ${FIRST_ERROR_STATUS}, false)`;
  const ownId = values.get("event_id");
  values.set("event_id", ownId === undefined ? "$2 || number" : `coalesce(${ownId}, $2 || number)`);
  const stream = values.get("log_stream");
  values.set("log_stream", stream === undefined ? "$4" : `coalesce(${stream}, $4)`);
  values.set("event_time", "make_timestamp(ms * 1000)");
  values.set("epoch_ms", "ms");
  values.set("hour", "hour(make_timestamp(ms * 1000))");
  values.set("level", "level_name");
  values.set("severity", `coalesce(${levelValue(shape, "severity")}, 'DEFAULT')`);
  values.set(
    "is_error",
    `CASE WHEN level_name IS NULL THEN ${byStatus} ELSE level_name = 'ERROR' OR level_name = 'FATAL' END`,
  );
  values.set("attributes", attributesValue(shape.left));
  return values;
}

function attributesValue(left: readonly string[]): string {
  if (left.length === 0) return "NULL::VARCHAR";
  const parts = left.map((name) => {
    const key = literal(`${JSON.stringify(name)}:`);
    return `${key} || ${member(name)}`;
  });
  if (parts.length === 1) return `'{' || ${parts[0]} || '}'`;
  return `'{' || nullif(concat_ws(',', ${parts.join(", ")}), '') || '}'`;
}
