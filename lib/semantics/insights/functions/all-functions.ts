import { ADDRESS_FUNCTIONS } from "./address-functions.ts";
import { ENCODING_FUNCTIONS } from "./encoding-functions.ts";
import type { Functions, QueryFunction } from "./function.ts";
import { GENERAL_FUNCTIONS } from "./general-functions.ts";
import { JSON_FUNCTIONS } from "./json-functions.ts";
import { NUMERIC_FUNCTIONS } from "./numeric-functions.ts";
import { STRING_FUNCTIONS } from "./string-functions.ts";
import { TIME_FUNCTIONS } from "./time-functions.ts";

const FUNCTIONS: Functions = {
  ...ADDRESS_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...GENERAL_FUNCTIONS,
  ...JSON_FUNCTIONS,
  ...NUMERIC_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...TIME_FUNCTIONS,
};

/** A function by its name in any case. */
export function functionNamed(name: string): QueryFunction | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(FUNCTIONS, lower) ? FUNCTIONS[lower] : undefined;
}
