import { protoTypesOf } from "../../kernel/google/proto/proto-types.ts";
import model from "./model.json" with { type: "json" };

/** The messages and methods of Cloud Logging's API. */
export const LOGGING_TYPES = protoTypesOf(model);
