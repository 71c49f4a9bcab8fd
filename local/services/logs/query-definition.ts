import { ServiceError } from "../../kernel/service-error.ts";

export function missing(): ServiceError {
  return new ServiceError("ResourceNotFoundException", "The specified query definition does not exist.");
}
