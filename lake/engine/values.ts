/** A value of a result as JSON has it. */
export type ResultValue =
  | string
  | number
  | boolean
  | null
  | readonly ResultValue[]
  | { [key: string]: ResultValue };

/** What the engine's own values have. */
interface EngineValue {
  readonly constructor: { readonly name: string };
  toString(): string;
}

/** A value of the engine: whole numbers and decimals as numbers while they are exact, times as ISO text in UTC. */
export function resultValue(value: unknown): ResultValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") return value as string | boolean;
  const kind = (value as EngineValue).constructor.name;
  if (kind === "DuckDBDecimalValue") return Number(String(value));
  if (kind === "DuckDBTimestampTZValue") return isoOf((value as { micros: bigint }).micros);
  if (/^DuckDBTimestamp/.test(kind)) return `${String(value).replace(" ", "T")}Z`;
  if (kind === "DuckDBListValue" || kind === "DuckDBArrayValue")
    return (value as unknown as { items: readonly unknown[] }).items.map(resultValue);
  if (kind === "DuckDBStructValue")
    return Object.fromEntries(
      Object.entries((value as unknown as { entries: Record<string, unknown> }).entries).map(
        ([key, inner]) => [key, resultValue(inner)],
      ),
    );
  return String(value);
}

const isoOf = (micros: bigint): string => new Date(Number(micros / 1_000n)).toISOString();
