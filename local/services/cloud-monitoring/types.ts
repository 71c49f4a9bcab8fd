import { protoTypesOf } from "../../kernel/google/proto/proto-types.ts";
import model from "./model.json" with { type: "json" };

/** The messages and methods of Cloud Monitoring's API. */
export const MONITORING_TYPES = protoTypesOf(model);
