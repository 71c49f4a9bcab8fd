import type { Cloud } from "../../kernel/cloud.ts";
import type { AbsentValues } from "../absent-values.ts";
import type { Scope } from "../functions/template-function.ts";

/** What transforms work with. */
export interface TransformPlace {
  readonly cloud: Cloud;
  /** Knows the parameters of the template as it is now. */
  readonly scope: Scope;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Text of a file in a bucket, in the assembly or beside the template; undefined when there is none. */
  read(location: string): string | undefined;
  /** What stands for what is not here. @default it is refused */
  readonly absent?: AbsentValues | undefined;
}
