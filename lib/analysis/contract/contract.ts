import { COLUMN_TYPES, COMPUTED_COLUMNS, CONTRACT_COLUMNS, type Column, type ColumnType } from "./columns.ts";

/** A column that `cumulog.yaml` declares: `order_id: { from: $.orderId, type: text }`. */
export interface DeclaredColumn {
  /** `$.member`, `$.object.member` */
  readonly from: string;
  /** @default text */
  readonly type?: ColumnType;
}

/** Columns by their names. */
export type DeclaredColumns = Readonly<Record<string, DeclaredColumn>>;

/** Columns of a lake: those of every lake, and those that its configuration adds. */
export interface Contract {
  readonly columns: readonly Column[];
  /** What the configuration declared. */
  readonly declared: DeclaredColumns;
}

/** A column that cannot be declared so. */
export class InvalidColumnError extends Error {
  override readonly name = "InvalidColumnError";
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const FROM = /^\$\.([^\s.[\]"'$][^[\]"'$]*)$/;

/**
 * The contract with the columns that a configuration declares. One named like a column of the contract says where that column
 * is taken from.
 *
 * @throws InvalidColumnError for a name that is not lower snake case, a path that is no `$.member`, an unknown type, and a
 * column that is computed
 */
export function contractWith(declared: DeclaredColumns = {}): Contract {
  const columns: Column[] = [...CONTRACT_COLUMNS];
  for (const [name, { from, type }] of Object.entries(declared)) {
    const members = [memberOf(name, from)];
    if (type !== undefined && !Object.hasOwn(COLUMN_TYPES, type))
      throw new InvalidColumnError(
        `lake.columns.${name}.type is ${JSON.stringify(type)}: expected ${Object.keys(COLUMN_TYPES).join(", ")}.`,
      );
    const index = columns.findIndex((column) => column.name === name);
    const known = columns[index];
    if (known === undefined) {
      columns.push({ name, type: type ?? "text", description: `Member ${from} of the line.`, members });
      continue;
    }
    if (COMPUTED_COLUMNS.has(name))
      throw new InvalidColumnError(`lake.columns.${name}: this column is computed; choose another name.`);
    if (type !== undefined && type !== known.type)
      throw new InvalidColumnError(
        `lake.columns.${name}.type is ${type}: the contract has ${known.type} there; choose another name or leave out the type.`,
      );
    columns[index] = { ...known, members: [...members, ...known.members] };
  }
  return { columns, declared };
}

function memberOf(name: string, from: string): string {
  if (!NAME.test(name))
    throw new InvalidColumnError(
      `lake.columns.${name}: expected a name in lower snake case such as order_id, because Glue lower-cases names.`,
    );
  const [, member] = FROM.exec(from) ?? [];
  if (member !== undefined && !member.split(".").includes("")) return member;
  throw new InvalidColumnError(
    `lake.columns.${name}.from is ${JSON.stringify(from)}: expected a path such as $.orderId or $.order.id.`,
  );
}

/** The contract without declared columns. */
export const CONTRACT: Contract = contractWith();
