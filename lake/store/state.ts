import type { DeclaredColumns } from "cumulog/analysis";

/** Changed whenever older code could not read it. */
export const STATE_VERSION = 1;

/** A Parquet file of a lake, by its path under `logs`. */
export interface LakeFile {
  /** `day=2026-01-31/<name>.parquet` */
  readonly path: string;
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  /** Columns that the file has besides those of the contract, with their types. */
  readonly declared: DeclaredColumns;
}

/** A file of logs of which the lake has the beginning. */
export interface Source {
  /** Of its first line, whatever its name is. */
  readonly fingerprint: string;
  /** Tells files with the same first line apart, counted from 0. */
  readonly ordinal: number;
  readonly bytes: number;
  /** CRC-32 of these bytes. */
  readonly checksum: number;
  readonly lines: number;
}

/** Templates of the messages of a lake. */
export interface LakeTemplates {
  /** What the miner knows, in base64. */
  readonly miner: string;
  /** Ids of templates by the texts that rows have. */
  readonly texts: Readonly<Record<string, string>>;
  /** Texts of templates that became wider, with their texts of now. */
  readonly renamed: Readonly<Record<string, string>>;
}

/** What a lake has, as `_state.json` beside its files holds it. */
export interface LakeState {
  readonly version: number;
  /** Declared by the latest load. */
  readonly declared: DeclaredColumns;
  readonly files: readonly LakeFile[];
  readonly sources: readonly Source[];
  /** Absent until messages were loaded with their templates. */
  readonly templates?: LakeTemplates;
}

export const EMPTY_STATE: LakeState = { version: STATE_VERSION, declared: {}, files: [], sources: [] };
