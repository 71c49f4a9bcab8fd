const TYPES: Readonly<Record<string, string>> = {
  string: "VARCHAR",
  bigint: "BIGINT",
  int: "INTEGER",
  double: "DOUBLE",
  float: "FLOAT",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
  date: "DATE",
};

/** A type of the catalog in DuckDB's words; what is not known is text. */
export const duckdbType = (type: string): string => TYPES[type.toLowerCase()] ?? "VARCHAR";
