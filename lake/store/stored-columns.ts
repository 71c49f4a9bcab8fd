import { COLUMN_TYPES, type Contract } from "cumulog/analysis";

/** A column as a Parquet file of a lake has it. */
export interface StoredColumn {
  readonly name: string;
  /** Type in DuckDB. */
  readonly type: string;
}

/** Columns of the files: those of the contract without `day`, which the folder's name has. */
export function storedColumns({ columns }: Contract): StoredColumn[] {
  return columns
    .filter(({ name }) => name !== "day")
    .map(({ name, type }) => ({ name, type: COLUMN_TYPES[type].duckdb }));
}
