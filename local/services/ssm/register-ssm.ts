import type { Cloud } from "../../kernel/cloud.ts";
import { modelOf } from "../../kernel/model.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import { labelOperations } from "./label-operations.ts";
import model from "./model.json" with { type: "json" };
import { ParameterStore } from "./parameter-store.ts";
import { putParameterOperation } from "./put-parameter.ts";
import { readOperations } from "./read-operations.ts";
import { tagOperations } from "./tag-operations.ts";

/** Adds the Parameter Store of Systems Manager to a cloud. */
export function registerSsm(
  cloud: Cloud,
  { storage = cloud.storage }: { readonly storage?: Storage } = {},
): void {
  const parameters = new ParameterStore(cloud, storage);
  cloud.add({ name: "ssm", signedAs: "ssm", model: modelOf(model), operations: {} });
  cloud.register("ssm", {
    ...putParameterOperation(cloud, parameters),
    ...readOperations(parameters),
    ...labelOperations(parameters),
    ...tagOperations(parameters),
  });
}
