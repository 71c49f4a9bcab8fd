import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createSecret } from "./operations/create-secret.ts";
import { deleteSecret } from "./operations/delete-secret.ts";
import { describeSecret } from "./operations/describe-secret.ts";
import { getSecretValue } from "./operations/get-secret-value.ts";
import { putSecretValue } from "./operations/put-secret-value.ts";
import { restoreSecret } from "./operations/restore-secret.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateSecret } from "./operations/update-secret.ts";
import { SECRETS_MANAGER_RESOURCES } from "./resources.ts";
import { openSecrets, type Secrets } from "./state.ts";

/** Secrets Manager. */
export const service: Service<Secrets> = {
  name: "secretsmanager",
  signedAs: "secretsmanager",
  model: modelOf(model),
  state: openSecrets,
  operations: {
    CreateSecret: createSecret,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetSecretValue: getSecretValue,
    PutSecretValue: putSecretValue,
    RestoreSecret: restoreSecret,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
  },
  resources: SECRETS_MANAGER_RESOURCES,
};
