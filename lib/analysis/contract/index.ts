export { type AccessLine, accessLine } from "./access-line.ts";
export {
  COLUMN_TYPES,
  COMPUTED_COLUMNS,
  CONTRACT_COLUMNS,
  type Column,
  type ColumnType,
  type ContractColumnName,
} from "./columns.ts";
export {
  CONTRACT,
  type Contract,
  contractWith,
  type DeclaredColumn,
  type DeclaredColumns,
  InvalidColumnError,
} from "./contract.ts";
export { type CloudLoggingEntry, eventOfEntry } from "./entry.ts";
export { type LevelNames, levelInText, levelNames } from "./levels.ts";
export { type FoundMember, findMember, isMembers, type Members, membersOf } from "./members.ts";
export { dayOf, FIRST_ERROR_STATUS, readEvent, TIME_MEMBERS } from "./read-event.ts";
export type { EventRow, LogEvent, LogRow, RowValue } from "./row.ts";
