import { protoTypesOf } from "../../kernel/google/proto/proto-types.ts";
import model from "./model.json" with { type: "json" };

/** The messages and methods of Error Reporting's API. */
export const ERROR_REPORTING_TYPES = protoTypesOf(model);
