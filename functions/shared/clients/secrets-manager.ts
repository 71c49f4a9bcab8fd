/** What the functions call of Secrets Manager. Imported when it is needed; named here, so that a bundle has no more of it. */
export { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
